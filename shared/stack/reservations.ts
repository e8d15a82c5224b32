import { parseBytes } from "../units.ts";
import type { Service } from "./project.ts";

/** Cores and bytes; 0 is "says nothing". */
export interface Amount {
  cpus: number;
  memory: number;
}

/** What one replica of a service has set aside for it. `deploy` wins over the older key, as when it is compiled. */
export function reservationOf(service: Service): Amount {
  const reserved = service.deploy?.resources?.reservations;
  return { cpus: reserved?.cpus ?? 0, memory: bytes(reserved?.memory ?? service.mem_reservation) };
}

/** The most one replica of a service may use. */
export function limitOf(service: Service): Amount {
  const limits = service.deploy?.resources?.limits;
  return { cpus: limits?.cpus ?? service.cpus ?? 0, memory: bytes(limits?.memory ?? service.mem_limit) };
}

/** Bytes that one replica's own layer may grow to, by `storage_opt.size`. */
export function layerSizeOf(service: Service): number {
  return bytes(service.storage_opt?.["size"]);
}

function bytes(text: string | undefined): number {
  return text === undefined ? 0 : (parseBytes(text) ?? 0);
}

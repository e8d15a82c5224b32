import { desiredReplicas } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { parseBytes } from "../../shared/units.ts";

export interface Limits {
  cpus: number | undefined;
  memory: number | undefined;
}

/** Limits of one replica as the file says them; 0 is Compose's "unlimited". */
export function limitsOf(service: Service): Limits {
  const limits = service.deploy?.resources?.limits;
  const memory = limits?.memory ?? service.mem_limit;
  return {
    cpus: (limits?.cpus ?? service.cpus) || undefined,
    memory: (memory === undefined ? undefined : parseBytes(memory)) || undefined,
  };
}

export interface Held {
  cpus: number;
  memory: number;
  /** Services of this stack that may take what they like. */
  noCpuLimit: number;
  noMemoryLimit: number;
}

/** What others may take: the stack's other services as the file says, and everything else on the engine as it runs. */
export function heldByOthers(project: Project, name: string, replicas: Readonly<Record<string, Replica>>): Held {
  const held: Held = { cpus: 0, memory: 0, noCpuLimit: 0, noMemoryLimit: 0 };
  for (const [other, service] of Object.entries(project.services)) {
    if (other === name) continue;
    const limits = limitsOf(service);
    const count = desiredReplicas(service);
    held.cpus += (limits.cpus ?? 0) * count;
    held.memory += (limits.memory ?? 0) * count;
    if (limits.cpus === undefined && count > 0) held.noCpuLimit += 1;
    if (limits.memory === undefined && count > 0) held.noMemoryLimit += 1;
  }
  for (const replica of Object.values(replicas)) {
    if (replica.stack === project.name || replica.state !== "running") continue;
    held.cpus += replica.cpuLimit ?? 0;
    held.memory += replica.memoryLimit ?? 0;
  }
  return held;
}

export interface LimitRange {
  max: number;
  /** Share of the track that others hold. */
  held: number;
}

const MOST_HELD = 0.7;

/**
 * The range of a limit's slider. The whole track is what the host has: first what others hold, then this service's
 * replicas together. Where others hold nearly all of it, the range stays wide enough to be used.
 */
export function limitRange(
  host: number,
  others: number,
  replicas: number,
  value: number | undefined,
  step: number,
): LimitRange {
  const count = Math.max(1, replicas);
  const free = (host - others) / count;
  const fair = Math.max(free, (host * (1 - MOST_HELD)) / count, 8 * step);
  const max = Math.min(Math.max(roundUp(fair, step), value ?? 0), Math.max(host, value ?? 0));
  const total = others + max * count;
  return { max, held: total <= 0 ? 0 : Math.min(MOST_HELD, Math.max(0, others / total)) };
}

function roundUp(value: number, step: number): number {
  return Number((Math.ceil(value / step - 1e-9) * step).toFixed(6));
}

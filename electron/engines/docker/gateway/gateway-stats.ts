import type Docker from "dockerode";
import { openControl } from "./control-session.ts";
import { readSlots, readStat } from "./slots.ts";

/** What one replica has done behind one port since the gateway started. */
export interface GatewayStat {
  service: string;
  /** The port inside the replica. */
  target: number;
  mode: "tcp" | "http";
  /** 12-character container id. */
  replica: string;
  /** Requests in HTTP mode, connections in TCP mode. */
  total: number;
  /** In flight now. */
  current: number;
  /** Of the last second. */
  perSecond: number;
  /** Answers 5xx, connections that failed, answers that broke off. */
  errors: number;
  /** HAProxy's check reaches it and it takes requests. */
  up: boolean;
  draining: boolean;
}

/**
 * The gateway's numbers for the health view and the autoscaler, one exec.
 * Source: HAProxy 3.0 Management Guide, 9.1 "CSV format".
 */
export async function gatewayStats(docker: Docker, container: string): Promise<GatewayStat[]> {
  const session = await openControl(docker, container);
  const [state = "", stat = ""] = await session
    .ask("show servers state", "show stat -1 4 -1")
    .finally(() => session.close());
  const slots = readSlots(state);
  return readStat(stat).flatMap((row) => {
    const [mode, service, target] = row("pxname").split(":");
    const replica = slots.get(row("pxname"))?.find((slot) => slot.name === row("svname"))?.ref;
    if ((mode !== "tcp" && mode !== "http") || service === undefined || replica === undefined) return [];
    return {
      service,
      target: Number(target),
      mode,
      replica,
      total: Number(row("stot")),
      current: Number(row("scur")),
      perSecond: Number(row("rate")),
      errors: Number(row("hrsp_5xx")) + Number(row("econ")) + Number(row("eresp")),
      up: row("status").startsWith("UP"),
      draining: row("status").startsWith("DRAIN"),
    };
  });
}

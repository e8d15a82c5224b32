import type { Replica, Usage } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { isBalanced } from "../../shared/stack/published-ports.ts";

export interface GatewayRow {
  service: string;
  /** Host ports that lead to it. */
  ports: string[];
  /** Requests a second over all replicas; undefined while unknown. */
  perSecond: number | undefined;
  /** Replicas that take requests, of those that are known. */
  taking: number;
  known: number;
}

export interface GatewayView {
  state: "running" | "stopped" | "missing";
  rows: GatewayRow[];
}

/**
 * What the stack's gateway does, from the file and what was seen. Undefined for a stack that publishes nothing through
 * one, and while the stack is not meant to run.
 *
 * @param fresh false when the picture is old: then no number is shown as of now
 */
export function gatewayView(
  project: Project | undefined,
  gateway: Replica | undefined,
  byService: Readonly<Record<string, readonly Replica[]>>,
  usage: Readonly<Record<string, Usage>>,
  fresh: boolean,
): GatewayView | undefined {
  const rows = Object.entries(project?.services ?? {}).flatMap(([service, model]): GatewayRow[] => {
    const ports = (model.ports ?? []).filter((port) => isBalanced(model, port)).map((port) => port.published ?? "");
    if (ports.length === 0) return [];
    const uses = fresh ? (byService[service] ?? []).flatMap((one) => usage[one.id] ?? []) : [];
    const rates = uses.flatMap((one) => one.requests ?? []);
    const told = uses.filter((one) => one.takesRequests !== undefined);
    return [
      {
        service,
        ports: [...new Set(ports)],
        perSecond: rates.length === 0 ? undefined : rates.reduce((sum, one) => sum + one, 0),
        taking: told.filter((one) => one.takesRequests === true).length,
        known: told.length,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  if (gateway === undefined) return { state: "missing", rows };
  return { state: gateway.state === "running" ? "running" : "stopped", rows };
}

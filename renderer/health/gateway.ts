import type { Replica, Usage } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { isBalanced } from "../../shared/stack/published-ports.ts";

type ByReplica = Readonly<Record<string, Usage>>;

export interface GatewayRow {
  service: string;
  /** Host ports that lead to it. */
  ports: string[];
  /** Requests a second over all replicas; undefined while unknown. */
  perSecond: number | undefined;
  /** Those that failed. */
  errors: number | undefined;
  /** Replicas that take requests, of those that run; undefined while unknown. */
  taking: { now: number; of: number } | undefined;
}

export interface GatewayView {
  state: "running" | "stopped" | "missing" | "unknown";
  /** Over all rows. */
  perSecond: number | undefined;
  rows: GatewayRow[];
}

/**
 * What the stack's gateway does, from the file and what was seen. Undefined for a stack that publishes nothing through
 * one.
 *
 * @param fresh false when the picture is old: then nothing is shown as of now
 */
export function gatewayView(
  project: Project | undefined,
  gateway: Replica | undefined,
  byService: Readonly<Record<string, readonly Replica[]>>,
  usage: ByReplica,
  fresh: boolean,
): GatewayView | undefined {
  const state = stateOf(gateway, fresh);
  const rows = Object.entries(project?.services ?? {}).flatMap(([service, model]): GatewayRow[] => {
    const ports = (model.ports ?? []).filter((port) => isBalanced(model, port)).map((port) => port.published ?? "");
    if (ports.length === 0) return [];
    // Numbers of before it stopped are not what it does now.
    const replicas = state === "running" ? (byService[service] ?? []).filter((one) => one.state === "running") : [];
    const uses = replicas.flatMap((one) => usage[one.id] ?? []);
    const told = uses.filter((one) => one.takesRequests !== undefined);
    return [
      {
        service,
        ports: [...new Set(ports)],
        perSecond: sumOf(uses.map((one) => one.requests)),
        errors: sumOf(uses.map((one) => one.errors)),
        taking:
          told.length === 0
            ? undefined
            : { now: told.filter((one) => one.takesRequests === true).length, of: replicas.length },
      },
    ];
  });
  if (rows.length === 0) return undefined;
  return { state, perSecond: sumOf(rows.map((row) => row.perSecond)), rows };
}

/**
 * Whether a running replica gets no requests although the gateway leads some to its service: it is unhealthy, being
 * drained, or not in yet. False while nothing is known.
 *
 * @param siblings all replicas of its service
 */
export function isOutOfBalancer(replica: Replica, siblings: readonly Replica[], usage: ByReplica): boolean {
  const own = usage[replica.id];
  // One that was not sampled yet is not known to be out.
  if (replica.state !== "running" || own === undefined) return false;
  if (own.takesRequests !== undefined) return !own.takesRequests;
  return siblings.some((one) => usage[one.id]?.takesRequests !== undefined);
}

function stateOf(gateway: Replica | undefined, fresh: boolean): GatewayView["state"] {
  if (!fresh) return "unknown";
  if (gateway === undefined) return "missing";
  return gateway.state === "running" ? "running" : "stopped";
}

/** The sum of what is known; undefined, never 0, when nothing is. */
function sumOf(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
}

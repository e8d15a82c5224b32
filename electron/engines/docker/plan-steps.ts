import type { Replica } from "../../../shared/observed.ts";
import type { CreateCall } from "./call.ts";
import { stopSeconds } from "./compile-limits.ts";
import { replicaLabel, type PlanContext } from "./plan-context.ts";

/** Create and start; answers the id of the start. */
export function bringUp(
  { graph }: PlanContext,
  service: string,
  number: number,
  cause: string,
  call: CreateCall,
  createAfter: readonly string[],
  startAfter: readonly string[],
): string {
  const step = { kind: "replica" as const, name: `${service}-${number}`, service, cause };
  const create = graph.add({ ...step, verb: "create", after: createAfter, call });
  const start = { kind: "start" as const, container: call.name };
  return graph.add({ ...step, verb: "start", after: [create, ...startAfter], call: start });
}

/** Starts a replica that is there; answers the id of the start. */
export function startAgain({ graph }: PlanContext, replica: Replica, cause: string, after: readonly string[]): string {
  const call = { kind: "start" as const, container: replica.id };
  return graph.add({ verb: "start", ...stepOf(replica), cause, after, call });
}

/** Stop, when it runs, and remove; answers the id of the removal. Anonymous volumes stay: they may hold data. */
export function takeAway(
  context: PlanContext,
  replica: Replica,
  cause: string,
  after: readonly string[],
  volumes = false,
): string {
  const step = { ...stepOf(replica), cause };
  const stopped = isStopped(replica) || hasNoGrace(context, replica) ? after : [stop(context, replica, cause, after)];
  return context.graph.add({
    ...step,
    verb: "remove",
    after: stopped,
    call: { kind: "remove", container: replica.id, volumes },
  });
}

/** Without a grace period a stop is a kill, and the removal kills as well: one call for both. */
function hasNoGrace({ desired, observed, stack }: PlanContext, { service = "" }: Replica): boolean {
  const applied = observed.applied[stack]?.desired.project.services[service];
  const model = applied ?? desired.project.services[service];
  return model !== undefined && stopSeconds(model) === 0;
}

export function stop({ graph }: PlanContext, replica: Replica, cause: string, after: readonly string[]): string {
  return graph.add({
    verb: "stop",
    ...stepOf(replica),
    cause,
    after,
    call: { kind: "stop", container: replica.id },
  });
}

function stepOf(replica: Replica) {
  const kind = replica.role === "gateway" ? ("gateway" as const) : ("replica" as const);
  const service = replica.service === undefined || kind === "gateway" ? {} : { service: replica.service };
  return { kind, name: kind === "gateway" ? replica.name : replicaLabel(replica), ...service };
}

export function isStopped(replica: Replica): boolean {
  return replica.state === "created" || replica.state === "exited" || replica.state === "dead";
}

import type { Replica } from "../../../shared/observed.ts";
import { connect, drain } from "./plan-balance.ts";
import type { PlanContext } from "./plan-context.ts";
import type { GatewayPlan } from "./plan-gateway.ts";
import type { ServiceChange } from "./reconcile.ts";

export interface MemberChanges {
  enter: Replica[];
  /** What is on its way to be ready, and comes in then. */
  later: Replica[];
  leave: Replica[];
}

/**
 * Which replicas that stay as they are come into the balancer, and which go out of it: the ready ones are in, and an
 * unhealthy one is out as long as another one can answer. While none is ready all that run are in: HAProxy asks them
 * itself whether they listen, and nothing else could answer. Pure.
 *
 * @param members the first 12 characters of their ids
 */
export function memberChanges(replicas: readonly Replica[], members: readonly string[]): MemberChanges {
  const isMember = (one: Replica) => members.includes(one.id.slice(0, 12));
  const running = replicas.filter((one) => one.state === "running");
  const ready = running.filter((one) => one.health === "none" || one.health === "healthy");
  const meant = ready.length > 0 ? ready : running;
  return {
    enter: meant.filter((one) => !isMember(one)),
    later: ready.length > 0 ? running.filter((one) => one.health === "starting" && !isMember(one)) : [],
    leave: ready.length > 0 ? running.filter((one) => one.health === "unhealthy" && isMember(one)) : [],
  };
}

/** Brings the balancer in step with the replicas that the plan leaves as they are; answers what others wait for. */
export function planMembers(
  context: PlanContext,
  change: ServiceChange,
  gateway: GatewayPlan | undefined,
  base: readonly string[],
): readonly string[] {
  const balanced = context.observed.balanced?.[context.stack];
  // One that is made or replaced by this plan finds by itself what runs.
  if (gateway === undefined || balanced === undefined || gateway.ready.length > 0) return base;
  const { enter, later, leave } = memberChanges(change.keep, balanced[change.name] ?? []);
  const step = (cause: string) => ({ service: change.name, model: change.service, cause, after: base });
  const named = (list: readonly Replica[]) => list.map(({ number, name: container }) => ({ number, container }));
  const entered = connect(context, gateway, step("ready, and not in the balancer"), named(enter));
  // An apply that was cut off left them so. Healing looks again when they are healthy.
  if (later.length > 0 && context.options.mode !== "heal") {
    const cause = "takes requests";
    connect(context, gateway, { ...step(cause), after: healthy(context, change.name, later, base) }, named(later));
  }
  drain(context, gateway, { ...step("unhealthy"), after: entered }, leave);
  return entered;
}

/** Waits until they are healthy; one that never is keeps nothing from going on. */
function healthy(
  { graph }: PlanContext,
  service: string,
  replicas: readonly Replica[],
  after: readonly string[],
): readonly string[] {
  const containers = replicas.map((one) => one.name);
  const call = { kind: "wait" as const, containers, until: "healthy" as const, required: false };
  const name = `${service} starting ones healthy`;
  return [graph.add({ verb: "wait", kind: "service", name, service, cause: "before they take requests", after, call })];
}

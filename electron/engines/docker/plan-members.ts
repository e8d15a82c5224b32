import type { Replica } from "../../../shared/observed.ts";
import { connect, drain } from "./plan-balance.ts";
import type { PlanContext } from "./plan-context.ts";
import type { GatewayPlan } from "./plan-gateway.ts";
import type { ServiceChange } from "./reconcile.ts";

export interface MemberChanges {
  enter: Replica[];
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
    leave: ready.length > 0 ? running.filter((one) => one.health === "unhealthy" && isMember(one)) : [],
  };
}

/** Brings the balancer in step with the replicas that the plan leaves as they are. */
export function planMembers(
  context: PlanContext,
  change: ServiceChange,
  gateway: GatewayPlan | undefined,
  base: readonly string[],
): void {
  const balanced = context.observed.balanced?.[context.stack];
  // One that is made or replaced by this plan finds by itself what runs.
  if (gateway === undefined || balanced === undefined || gateway.ready.length > 0) return;
  const { enter, leave } = memberChanges(change.keep, balanced[change.name] ?? []);
  const step = (cause: string) => ({ service: change.name, model: change.service, cause, after: base });
  const names = enter.map(({ number, name: container }) => ({ number, container }));
  connect(context, gateway, step("ready, and not in the balancer"), names);
  drain(context, gateway, step("unhealthy"), leave);
}

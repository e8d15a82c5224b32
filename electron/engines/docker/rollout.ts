import type { Replica } from "../../../shared/observed.ts";
import { isJob } from "../../../shared/health.ts";
import type { CreateCall } from "./call.ts";
import type { PlanContext } from "./plan-context.ts";
import { portHolders } from "./plan-gateway.ts";
import type { GatewayPort } from "./gateway/gateway-ports.ts";
import type { ServiceChange } from "./reconcile.ts";
import { updateRules, type UpdateRules } from "./update-config.ts";

/** Replicas of a service that are replaced together. */
export interface Batch {
  old: Array<{ replica: Replica; cause: string }>;
  fresh: Array<{ number: number; call: CreateCall; cause: string }>;
}

/** How the running replicas of a service are replaced. */
export interface Rollout {
  rules: UpdateRules;
  batches: Batch[];
}

/**
 * The batches of an update. Under start-first a new replica gets the lowest number that is free when its batch begins, so
 * that old and new stand side by side; what its batch takes away frees its numbers for the next one. Pure.
 *
 * @param rolls whether a replica is replaced with care: it runs, and nothing else takes it away
 */
export function rolloutOf(
  context: PlanContext,
  change: ServiceChange,
  ports: readonly GatewayPort[],
  rolls: (replica: Replica) => boolean,
): Rollout {
  const { options, desired } = context;
  const running = change.replace.filter(({ replica }) => rolls(replica));
  const rules = rulesOf(context, change, running.length, ports);
  const size = options.mode === "heal" ? Math.max(1, running.length) : rules.parallelism;
  const taken = new Set([
    ...context.mine.filter((one) => one.service === change.name).map((one) => one.number),
    ...change.create.map((one) => one.number),
  ]);
  const batches: Batch[] = [];
  for (let at = 0; at < running.length; at += size) {
    const old = running.slice(at, at + size);
    const fresh = old.map(({ replica, cause, call }) => {
      if (rules.order === "stop-first") return { number: replica.number, call, cause };
      const number = lowestFree(taken);
      taken.add(number);
      return {
        number,
        call: context.compile(change.name, desired.project.services[change.name] ?? change.service, number),
        cause,
      };
    });
    batches.push({ old: old.map(({ replica, cause }) => ({ replica, cause })), fresh });
    if (rules.order === "start-first") for (const { replica } of old) taken.delete(replica.number);
  }
  return { rules, batches };
}

/** What runs is replaced with care; what does not is simply made anew. */
export function isRunning(replica: Replica): boolean {
  return replica.state === "running" || replica.state === "paused" || replica.state === "restarting";
}

function rulesOf(
  { options, desired, ...context }: PlanContext,
  { name, service }: ServiceChange,
  count: number,
  ports: readonly GatewayPort[],
): UpdateRules {
  const rules = updateRules(
    desired.project,
    name,
    options.rollBack?.includes(name) === true ? "rollback" : "update",
    count,
  );
  // An unhealthy replica is no good beside its successor, and a job runs once.
  const first = options.mode === "heal" || isJob(service);
  const holds = portHolders({ options, desired, ...context }, ports).some((one) => one.service === name);
  return first || holds ? { ...rules, order: "stop-first" } : rules;
}

function lowestFree(taken: ReadonlySet<number>): number {
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

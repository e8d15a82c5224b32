import { isJob } from "../../../shared/health.ts";
import { connect, drain } from "./plan-balance.ts";
import type { PlanContext } from "./plan-context.ts";
import type { GatewayPlan } from "./plan-gateway.ts";
import { bringUp, takeAway } from "./plan-steps.ts";
import type { ServiceChange } from "./reconcile.ts";
import type { Batch, Rollout } from "./rollout.ts";

interface Ground {
  gateway: GatewayPlan | undefined;
  /** What each step waits for, at least. */
  base: readonly string[];
  /** Networks and volumes. */
  places: readonly string[];
  /** What the service depends on. */
  ready: readonly string[];
}

/**
 * Replaces running replicas, one batch after the other. Start first: new ones start, are ready, take requests; then the
 * old ones get no new requests, end those they have, and go. Stop first: the same with the old ones' part before.
 * Answers the ids of the starts, and of what ends the update.
 */
export function rollOut(context: PlanContext, change: ServiceChange, rollout: Rollout, ground: Ground): string[] {
  const { batches, rules } = rollout;
  const starts: string[] = [];
  let previous: readonly string[] = [...ground.base, ...ground.ready];
  for (const [index, batch] of batches.entries()) {
    const done = rules.order === "start-first" ? startFirst(index, batch, previous) : stopFirst(index, batch, previous);
    previous = index === batches.length - 1 ? done : gate(context, change, rollout, index, done);
  }
  return [...starts, ...previous];

  function startFirst(index: number, batch: Batch, after: readonly string[]): readonly string[] {
    const up = start(batch, [...after, ...ground.places], []);
    const ready = settle(index, up);
    const connected = join(batch, ready);
    return leave(batch, connected);
  }

  function stopFirst(index: number, batch: Batch, after: readonly string[]): readonly string[] {
    const gone = leave(batch, after);
    const up = start(batch, [...gone, ...ground.places], []);
    return join(batch, settle(index, up));
  }

  function start(batch: Batch, createAfter: readonly string[], startAfter: readonly string[]): string[] {
    const ids = batch.fresh.map(({ number, call, cause }) =>
      bringUp(context, change.name, number, cause, call, createAfter, startAfter),
    );
    starts.push(...ids);
    return ids;
  }

  function settle(index: number, after: readonly string[]): readonly string[] {
    // Nothing that could fail is looked after, and nothing waits: a job runs for as long as it takes.
    if (isJob(change.service) || context.options.mode === "heal") return after;
    const made = batches.slice(0, index + 1).flatMap((one) => one.fresh);
    const total = batches.reduce((sum, one) => sum + one.fresh.length, 0);
    const call = {
      kind: "settle" as const,
      service: change.name,
      containers: made.map((one) => one.call.name),
      monitor: rules.monitor,
      total,
      maxFailureRatio: rules.failureAction === "continue" ? 1 : rules.maxFailureRatio,
    };
    return [
      context.graph.add({
        verb: "wait",
        kind: "service",
        name: `${change.name} ready, ${made.length} of ${total}`,
        service: change.name,
        cause: "before the next step of its update",
        after,
        ...failure(),
        call,
      }),
    ];
  }

  function join(batch: Batch, after: readonly string[]): readonly string[] {
    const replicas = batch.fresh.map(({ number, call }) => ({ number, container: call.name }));
    const step = { service: change.name, model: change.service, cause: "takes requests", after };
    const { mode } = context.options;
    // The window's own look at health brings in what healing made.
    if (mode === "heal") return after;
    const strict = rules.failureAction === "continue" || isJob(change.service) ? undefined : failure();
    return connect(context, ground.gateway, step, replicas, strict);
  }

  function leave(batch: Batch, after: readonly string[]): string[] {
    const { name: service, service: model } = change;
    const cause = batch.old[0]?.cause ?? "";
    const drained = drain(
      context,
      ground.gateway,
      { service, model, cause, after },
      batch.old.map((one) => one.replica),
    );
    return batch.old.map((one) => takeAway(context, one.replica, one.cause, drained));
  }

  function failure(): { onFailure?: "pause" | "rollback" } {
    return rules.failureAction === "continue" ? {} : { onFailure: rules.failureAction };
  }
}

/** Between two batches: the update's delay, and as long as somebody has paused it. */
function gate(
  { graph, stack }: PlanContext,
  { name }: ServiceChange,
  { rules, batches }: Rollout,
  index: number,
  after: readonly string[],
): string[] {
  return [
    graph.add({
      verb: "wait",
      kind: "service",
      name: `${name}, batch ${index + 2} of ${batches.length}`,
      service: name,
      cause: rules.delay > 0 ? `${rules.delay / 1000} s between two batches` : "one batch after the other",
      after,
      call: { kind: "gate", stack, service: name, delay: rules.delay },
    }),
  ];
}

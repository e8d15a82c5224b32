import { GantryError } from "../../shared/errors.ts";
import type { Operation, Plan } from "../../shared/plan.ts";
import type { Engine } from "../engines/engine.ts";

export interface StepListener {
  started(id: string): void;
  progress(id: string, line: string): void;
  ended(id: string, outcome: "done" | "failed" | "skipped"): void;
}

export interface ExecuteOptions {
  signal: AbortSignal;
  listener?: StepListener;
  /** Operations in flight at once. Twelve keep a local engine busy; more only lengthen its queue. */
  limit?: number;
}

/**
 * Walks the plan's graph and decides nothing: what is ready runs, at most `limit` at once. The first failure (or a
 * cancel) stops the rest, waits for what is in flight, and takes back what was made and never came to life.
 *
 * @throws GantryError the first failure's, or `cancelled`
 */
export async function execute(engine: Engine, plan: Plan, options: ExecuteOptions): Promise<void> {
  const { listener, limit = 12 } = options;
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const waiting = new Map(plan.operations.map((operation) => [operation.id, new Set(operation.after)]));
  const inPlan = new Set(waiting.keys());
  for (const after of waiting.values()) for (const id of after) if (!inPlan.has(id)) after.delete(id);
  const byId = new Map(plan.operations.map((operation) => [operation.id, operation]));
  const running = new Map<string, Promise<void>>();
  const done: Operation[] = [];
  let first: unknown;

  const launch = async (operation: Operation): Promise<void> => {
    listener?.started(operation.id);
    try {
      await engine.run(operation, (line) => listener?.progress(operation.id, line), signal);
      done.push(operation);
      for (const after of waiting.values()) after.delete(operation.id);
      listener?.ended(operation.id, "done");
    } catch (error) {
      first ??= error;
      listener?.ended(operation.id, "failed");
      failure.abort();
    } finally {
      running.delete(operation.id);
    }
  };

  while (waiting.size > 0 || running.size > 0) {
    if (!signal.aborted) {
      for (const [id, after] of waiting) {
        if (running.size >= limit) break;
        const operation = byId.get(id);
        if (after.size > 0 || operation === undefined || isCrowded(operation, running, byId)) continue;
        waiting.delete(id);
        running.set(id, launch(operation));
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }

  if (!signal.aborted && waiting.size === 0) return;
  for (const id of waiting.keys()) listener?.ended(id, "skipped");
  if (!isLost(first)) await takeBack(engine, plan, done);
  if (options.signal.aborted)
    throw new GantryError("cancelled", "Cancelled. What had been made and not started was removed.");
  if (first === undefined) throw new GantryError("failed", "The plan has operations that wait for each other.");
  throw first;
}

/**
 * Removals at once. The kernel takes one container's network apart at a time, and a crowd that waits for that slows it
 * down: ten took 640 ms together and 500 ms five at a time.
 */
const REMOVALS = 5;

function isCrowded(
  { verb, kind }: Operation,
  running: ReadonlyMap<string, unknown>,
  byId: ReadonlyMap<string, Operation>,
): boolean {
  if (verb !== "remove" || kind !== "replica") return false;
  const same = [...running.keys()].filter((id) => byId.get(id)?.verb === "remove");
  return same.length >= REMOVALS;
}

/** From an engine that does not answer nothing can be taken back. */
function isLost(error: unknown): boolean {
  return error instanceof GantryError && error.code === "unreachable";
}

/**
 * Replicas that were made and never started go, so that nothing half-made is left. When nothing of the stack came to
 * life at all, the networks, volumes and the record of this run go as well; otherwise they are in use and stay.
 */
async function takeBack(engine: Engine, plan: Plan, done: readonly Operation[]): Promise<void> {
  const key = (operation: Operation) => `${operation.kind} ${operation.name}`;
  const started = new Set(done.filter((operation) => operation.verb === "start").map(key));
  const made = done.filter((operation) => operation.verb === "create" || operation.verb === "record");
  const stillborn = made.filter((operation) => operation.kind === "replica" && !started.has(key(operation)));
  await Promise.allSettled(stillborn.map((operation) => engine.undo(operation)));
  const changesRunningStack = plan.operations.some(
    (operation) => operation.verb === "stop" || operation.verb === "remove",
  );
  if (started.size > 0 || changesRunningStack) return;
  for (const operation of made.toReversed()) {
    if (operation.kind !== "replica") await engine.undo(operation).catch(() => undefined);
  }
}

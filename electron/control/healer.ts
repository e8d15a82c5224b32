import type { Healing } from "../../shared/contract.ts";
import { messageOf } from "../../shared/errors.ts";
import type { AppliedStack, EngineEvent } from "../../shared/observed.ts";
import type { Plan } from "../../shared/plan.ts";
import type { Desired, Engine, Observed } from "../engines/engine.ts";
import { afterRestart, nextAt, type BackOff } from "./back-off.ts";
import { execute } from "./executor.ts";
import { ailmentsOf, isThere, type Ailment } from "./heal.ts";

export interface HealerOptions {
  engine: Engine;
  owner: string;
  /** True while a task of this process changes the stack. */
  busy: (stack: string) => boolean;
  say: (event: Omit<EngineEvent, "id" | "at" | "source">) => void;
  /** Told whenever the list of replicas that wait for their back-off changed. */
  waiting: (list: Healing[]) => void;
  clock?: () => number;
}

export interface Healer {
  /** Looks at a new picture of the engine. */
  look(observed: Observed): void;
  /** Ends healing; what is held in a back-off is started, so that the engine's own restart policy takes over. */
  close(): Promise<void>;
}

/**
 * Keeps applied stacks as they were applied: brings back replicas that died, were removed or are unhealthy, each place
 * with a kubelet's back-off. Works on the plan like everything else; only the choice of when is its own.
 */
export function createHealer(options: HealerOptions): Healer {
  const { engine, clock = Date.now } = options;
  const backOffs = new Map<string, BackOff>();
  /** Replicas that were stopped to wait for their back-off, by slot. */
  const held = new Map<string, string>();
  /** The crash that was last counted, by slot: one crash is seen in many pictures. */
  const counted = new Map<string, number | undefined>();
  let observed: Observed | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lockTimer: NodeJS.Timeout | undefined;
  /** When a stack's gateway was last seen to, by stack. */
  const evenedAt = new Map<string, number>();
  let evenTimer: NodeJS.Timeout | undefined;
  /** Since when a lock of ours is seen that no work of ours holds, by stack. */
  const left = new Map<string, number>();
  let current: Promise<void> | undefined;
  let again = false;
  let closed = false;

  /** Looks once more at what is known; called by the timer and after each round. */
  const round = (): void => {
    if (closed || observed === undefined) return;
    if (current !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    const seen = observed;
    const now = clock();
    freeLeftLocks(seen, now);
    const ailing = Object.values(seen.applied)
      .filter((applied) => seen.locks[applied.stack] === undefined && !options.busy(applied.stack))
      .flatMap((applied) => ailmentsOf(applied, seen))
      .filter((one) => one.replica?.state !== "restarting" || counted.get(one.slot) !== one.replica.finishedAt);
    const due = ailing.filter((one) => dueAt(one, backOffs.get(one.slot)) <= now);
    const later = ailing.filter((one) => dueAt(one, backOffs.get(one.slot)) > now);
    options.waiting(later.map((one) => healingOf(one, backOffs.get(one.slot))));
    if (later.length > 0) {
      const first = Math.min(...later.map((one) => dueAt(one, backOffs.get(one.slot))));
      timer = setTimeout(round, Math.max(0, first - now) + 5);
    }
    const uneven = unevenStacks(seen).filter((stack) => !due.some((one) => one.stack === stack));
    if (due.length === 0 && uneven.length === 0 && !later.some(needsHold)) return;
    current = work(seen, due, later, uneven).finally(() => {
      current = undefined;
      if (again) {
        again = false;
        round();
      }
    });
  };

  /** A lock that this process could not give back, because the engine went away, would keep everybody out. */
  const freeLeftLocks = (seen: Observed, now: number): void => {
    const mine = Object.values(seen.locks).filter(
      ({ stack, owner }) => owner === options.owner && !options.busy(stack),
    );
    const before = new Map(left);
    left.clear();
    for (const { stack } of mine) left.set(stack, before.get(stack) ?? now);
    clearTimeout(lockTimer);
    if (left.size === 0) return;
    lockTimer = setTimeout(round, LEFT_AFTER);
    for (const [stack, since] of left) {
      if (now - since < LEFT_AFTER) continue;
      left.delete(stack);
      // An engine that is still away is asked again in a moment.
      engine
        .lock(stack, options.owner)
        .then((release) => release())
        .catch(() => undefined);
    }
  };

  /** The engine's own restart policy would start it before its back-off is over. */
  const needsHold = (one: Ailment) => one.replica?.state === "restarting";

  /**
   * Stacks whose gateway is gone, or leads requests to others than the ready replicas: an apply was cut off, a replica
   * became healthy or unhealthy. The plan says so, with no place in it to bring back.
   */
  const unevenStacks = (seen: Observed): string[] => {
    const free = Object.values(seen.applied).filter(
      ({ stack, desired }) =>
        desired.want === "running" &&
        seen.locks[stack] === undefined &&
        !options.busy(stack) &&
        isThere(stack, seen) &&
        (evenedAt.get(stack) ?? 0) + EVEN_GAP <= clock(),
    );
    return free.filter((applied) => evenPlan(applied, seen).operations.length > 0).map(({ stack }) => stack);
  };

  const evenPlan = ({ desired }: AppliedStack<Desired>, seen: Observed): Plan =>
    engine.plan(desired, seen, { mode: "heal", cause: "self-healing", places: new Set() });

  const evenOut = async (seen: Observed, stack: string): Promise<void> => {
    const applied = seen.applied[stack];
    if (applied === undefined) return;
    evenedAt.set(stack, clock());
    // What was seen a moment too early shows again after the gap, with no event to wake us.
    clearTimeout(evenTimer);
    evenTimer = setTimeout(round, EVEN_GAP + 5);
    await changing(stack, "its gateway", evenPlan(applied, seen));
  };

  const work = async (seen: Observed, due: Ailment[], later: Ailment[], uneven: string[]): Promise<void> => {
    await Promise.allSettled(
      later.filter(needsHold).map(async (one) => {
        if (one.replica === undefined) return;
        await engine.power(one.replica.id, "stop");
        held.set(one.slot, one.replica.id);
      }),
    );
    const stacks = new Set(due.map((one) => one.stack));
    await Promise.all([
      ...uneven.map((stack) => evenOut(seen, stack)),
      ...[...stacks].map((stack) =>
        healStack(
          seen,
          stack,
          due.filter((one) => one.stack === stack),
        ),
      ),
    ]);
  };

  const healStack = async (seen: Observed, stack: string, due: Ailment[]): Promise<void> => {
    const applied = seen.applied[stack];
    if (applied === undefined) return;
    for (const one of due) {
      const backOff = afterRestart(backOffs.get(one.slot), clock());
      backOffs.set(one.slot, backOff);
      held.delete(one.slot);
      counted.set(one.slot, one.replica?.finishedAt);
    }
    // A crash that the engine is restarting by itself right now is its own first try; it only counts.
    const ours = due.filter((one) => one.replica?.state !== "restarting");
    if (ours.length === 0) return;
    const replace = Object.fromEntries(
      ours.flatMap((one) => (one.replace && one.replica !== undefined ? [[one.replica.id, one.reason]] : [])),
    );
    const places = new Set(ours.map((one) => `${one.service}/${one.number}`));
    const plan = engine.plan(applied.desired, seen, { mode: "heal", cause: "self-healing", places, replace });
    const names = ours.map((one) => `${one.service}-${one.number}`).join(", ");
    if (!(await changing(stack, names, plan))) return;
    for (const one of ours) {
      const title = `${one.service}-${one.number} ${one.replace ? "replaced" : "started again"}`;
      options.say({ level: "busy", stack, service: one.service, title, detail: `self-healing: ${one.reason}` });
    }
  };

  /** Carries out a plan under the stack's lock; a failure is said, and answered with false. */
  const changing = async (stack: string, what: string, plan: Plan): Promise<boolean> => {
    try {
      const release = await engine.lock(stack, options.owner);
      try {
        await execute(engine, plan, { signal: AbortSignal.timeout(120_000) });
      } finally {
        await release();
      }
      return true;
    } catch (error) {
      options.say({ level: "bad", stack, title: `healing of ${what} failed`, detail: messageOf(error) });
      return false;
    }
  };

  return {
    look(next) {
      observed = next;
      round();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(lockTimer);
      clearTimeout(evenTimer);
      await current;
      await Promise.allSettled([...held.values()].map((replica) => engine.power(replica, "start")));
    },
  };
}

/** Milliseconds after which a lock of ours that no work holds is no matter of an old picture. */
const LEFT_AFTER = 3000;

/** Milliseconds between two looks after the same gateway: a picture may be a moment older than what was done. */
const EVEN_GAP = 500;

/** Milliseconds between two replacements of a place that somebody keeps emptying. */
const REMOVED_GAP = 1000;

/**
 * When an ailing replica may be brought back. One that was removed did not fail: like a deleted pod it comes back at
 * once, with just enough of a gap that two tools fighting over it do not spin.
 */
function dueAt(one: Ailment, backOff: BackOff | undefined): number {
  if (one.replica === undefined) return (backOff?.lastAt ?? 0) + REMOVED_GAP;
  return nextAt(backOff);
}

function healingOf(one: Ailment, backOff: BackOff | undefined): Healing {
  return {
    stack: one.stack,
    replica: one.replica?.name ?? `${one.stack}-${one.service}-${one.number}`,
    service: one.service,
    reason: one.reason,
    attempts: backOff?.attempts ?? 0,
    nextAt: dueAt(one, backOff),
  };
}

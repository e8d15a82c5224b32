import { setTimeout as pause } from "node:timers/promises";
import type { ChaosStack, Running } from "./chaos-cli.ts";
import type { Ended } from "./chaos-engine.ts";
import type { Wish } from "./chaos-stack.ts";
import type { Random } from "./random.ts";
import { say } from "./say.ts";

/** A change of the stack that is cut off. */
export interface Change {
  kind: "first up" | "update" | "update of all" | "scale up" | "scale down" | "down";
  /** What the file says during the change. */
  wish(now: Wish, random: Random, images: readonly string[]): Wish;
  /** Brings the stack into the state that the change starts from. */
  prepare(stack: ChaosStack, now: Wish): Promise<void>;
  command(next: Wish): string[];
}

const nothing = () => Promise.resolve();
const up = () => ["up"];
const scale = (next: Wish) => ["scale", `web=${next.replicas}`];
const down = () => ["down"];
const MOST = 5;

function rules(random: Random): Pick<Wish, "order" | "parallelism"> {
  return { order: random.pick(["start-first", "stop-first"] as const), parallelism: random.between(1, 3) };
}

/** Every change that a hand makes of a stack. */
export const changes: readonly Change[] = [
  {
    kind: "first up",
    wish: (now) => now,
    prepare: async (stack) => void (await stack.gantry("down")),
    command: up,
  },
  {
    kind: "update",
    wish: (now, random, images) => ({
      ...now,
      ...rules(random),
      version: now.version + 1,
      image: random.pick(images),
    }),
    prepare: nothing,
    command: up,
  },
  {
    kind: "update of all",
    wish: (now, random) => ({
      ...now,
      ...rules(random),
      version: now.version + 1,
      schema: now.schema + 1,
      replicas: random.between(2, MOST),
    }),
    prepare: nothing,
    command: up,
  },
  {
    kind: "scale up",
    wish: (now, random) => ({ ...now, replicas: Math.min(MOST + 1, now.replicas + random.between(1, 3)) }),
    prepare: nothing,
    command: scale,
  },
  {
    kind: "scale down",
    wish: (now, random) => ({ ...now, replicas: Math.max(1, now.replicas - random.between(1, 3)) }),
    prepare: nothing,
    command: scale,
  },
  { kind: "down", wish: (now) => now, prepare: nothing, command: down },
];

/** How long each change takes when it is left alone, in milliseconds. Leaves the stack as `wish` says. */
export async function usualTimes(stack: ChaosStack, wish: Wish): Promise<Map<Change["kind"], number>> {
  const times = new Map<Change["kind"], number>();
  const timed = async (kind: Change["kind"], next: Wish, command: (next: Wish) => string[]) => {
    await stack.wish(next);
    const begun = Date.now();
    await stack.gantry(...command(next));
    times.set(kind, Date.now() - begun);
  };
  const more = wish.replicas + 2;
  await timed("update", { ...wish, version: wish.version + 1 }, up);
  await timed("update of all", { ...wish, version: wish.version + 2, schema: wish.schema + 1 }, up);
  const grown = { ...wish, version: wish.version + 2, schema: wish.schema + 1 };
  await timed("scale up", { ...grown, replicas: more }, scale);
  await timed("scale down", grown, scale);
  await timed("down", grown, down);
  await timed("first up", wish, up);
  say([...times].map(([kind, ms]) => `${kind} ${(ms / 1000).toFixed(1)} s`).join(", "));
  return times;
}

/**
 * Starts the change, does `blow` to it after so many milliseconds, and answers how it ended and when.
 *
 * @param now the state that it starts from
 */
export async function cutOff(
  stack: ChaosStack,
  change: Change,
  now: Wish,
  next: Wish,
  after: number,
  blow: (running: Running) => unknown,
): Promise<Ended & { at: number }> {
  await change.prepare(stack, now);
  await stack.wish(next);
  const running = stack.start(...change.command(next));
  const ended = running.ended.then((end) => ({ ...end, at: Date.now() }));
  await pause(after);
  await blow(running);
  return ended;
}

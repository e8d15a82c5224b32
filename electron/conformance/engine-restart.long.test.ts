import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../engines/docker/gateway/gateway-fixture.ts";
import { changes, cutOff, usualTimes, type Change } from "./chaos/changes.ts";
import { chaosStack, sweep, type ChaosStack } from "./chaos/chaos-cli.ts";
import type { Wish } from "./chaos/chaos-stack.ts";
import { evidenceOf, expectConverged, putPrecious } from "./chaos/converged.ts";
import { startOwnEngine, whyNoOwnEngine, type OwnEngine } from "./chaos/own-engine.ts";
import { chaosRandom, chaosRounds } from "./chaos/random.ts";
import { say } from "./chaos/say.ts";

/**
 * The engine ends in the middle of a change, orderly or by a crash, and is started again: the CLI says so and ends by
 * itself, and the next apply makes of what is there what the file says. GANTRY_CHAOS_SEED and GANTRY_CHAOS_ROUNDS (for
 * each kind of change) for runs by hand.
 */
const missing = whyNoOwnEngine();
const first: Wish = {
  version: 1,
  schema: 1,
  image: "busybox:stable",
  replicas: 3,
  order: "start-first",
  parallelism: 1,
};
/** An apply, an update, a scaling. */
const kinds: Array<Array<Change["kind"]>> = [["first up"], ["update", "update of all"], ["scale up", "scale down"]];
/** Milliseconds within which the CLI has to end once its engine is gone. */
const BOUND = 30_000;
/** Done before, failed, the engine does not answer, unhealthy. */
const ENDS = [0, 1, 3, 4];

describe.skipIf(missing !== undefined)(`the engine is restarted${missing === undefined ? "" : `: ${missing}`}`, () => {
  let engine: OwnEngine;
  let stack: ChaosStack;

  beforeAll(async () => {
    engine = await startOwnEngine(["busybox:stable", "haproxy:3.0"]);
    stack = await chaosStack(engine, await freePort());
    await startAnew();
  });

  afterAll(async () => {
    await engine.close();
    await stack.close();
  });

  /** The stack as the first round finds it. */
  async function startAnew(): Promise<void> {
    await sweep(engine, stack.name);
    await stack.wish(first);
    await stack.gantry("up", "--wait");
    await putPrecious(engine, stack);
  }

  async function settled(wish: Wish): Promise<Wish> {
    await stack.wish(wish);
    await stack.gantry("up", "--wait", "--timeout", "60");
    await expectConverged(engine, stack, wish);
    return wish;
  }

  test("in the middle of an apply, an update, a scaling: the next apply makes what the file says", async () => {
    const random = chaosRandom();
    const rounds = chaosRounds(4);
    const times = await usualTimes(stack, first);
    let now = await settled(first);
    const failures: string[] = [];
    const codes = new Map<number, number>();
    const total = rounds * kinds.length;
    for (let round = 0; round < total; round += 1) {
      const among = kinds[round % kinds.length];
      const change = random.pick(changes.filter(({ kind }) => among?.includes(kind)));
      const next = change.wish(now, random, ["busybox:stable"]);
      const after = Math.round((times.get(change.kind) ?? 0) * random.next());
      const signal = random.pick(["SIGTERM", "SIGKILL"] as const);
      const what = `${change.kind} ${JSON.stringify(next)}, ${signal} after ${after} ms`;
      let said = "";
      try {
        let killedAt = 0;
        const ended = await cutOff(stack, change, now, next, after, async () => {
          killedAt = Date.now();
          await engine.kill(signal);
          await engine.start();
        });
        said = `${ended.stdout}${ended.stderr}`;
        expect(ENDS).toContain(ended.code);
        expect(ended.at - killedAt).toBeLessThan(BOUND);
        codes.set(ended.code, (codes.get(ended.code) ?? 0) + 1);
        now = await settled(next);
      } catch (error) {
        failures.push(`round ${round}: ${what}\n${said}\n${evidenceOf(error)}`);
        say(failures.at(-1) ?? "");
        await startAnew();
        now = first;
      }
    }
    const ends = [...codes].map(([code, count]) => `${count} x ${code}`).join(", ");
    say(`${total} restarts, ${failures.length} failures; exit codes of the CLI: ${ends}`);
    expect(failures).toEqual([]);
  });
});

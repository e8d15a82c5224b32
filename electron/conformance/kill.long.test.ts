import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../engines/docker/gateway/gateway-fixture.ts";
import { chaosEngine } from "./chaos/chaos-engine.ts";
import { chaosStack, sweep, type ChaosStack } from "./chaos/chaos-cli.ts";
import { changes, cutOff, usualTimes } from "./chaos/changes.ts";
import { evidenceOf, expectConverged, putPrecious } from "./chaos/converged.ts";
import { chaosRandom, chaosRounds } from "./chaos/random.ts";
import type { Wish } from "./chaos/chaos-stack.ts";
import { say } from "./chaos/say.ts";

/**
 * The control plane dies at any moment, by SIGKILL, and the next apply makes of what is there what the file says: no
 * orphan, no duplicate, no lost volume. GANTRY_CHAOS_SEED and GANTRY_CHAOS_ROUNDS for runs by hand.
 */
const engine = chaosEngine();
const other = `gantry-chaos:${process.pid}`;
const first: Wish = {
  version: 1,
  schema: 1,
  image: "busybox:stable",
  replicas: 3,
  order: "start-first",
  parallelism: 1,
};
let stack: ChaosStack;

beforeAll(async () => {
  await engine.docker("tag", "busybox:stable", other);
  stack = await chaosStack(engine, await freePort());
  await startAnew();
});

afterAll(async () => {
  await sweep(engine, stack.name);
  await engine.docker("rmi", other);
  await stack.close();
});

/** The stack as the first round finds it. */
async function startAnew(): Promise<void> {
  await sweep(engine, stack.name);
  await stack.wish(first);
  await stack.gantry("up", "--wait");
  await putPrecious(engine, stack);
}

test("after a SIGKILL at any moment the next apply makes what the file says", async () => {
  const random = chaosRandom();
  const rounds = chaosRounds(50);
  const times = await usualTimes(stack, { ...first, image: other });
  let now = await settled({ ...first, image: other });
  const failures: string[] = [];
  let kills = 0;
  // A change that was faster than usual ends before its kill; that is no round.
  for (let tries = 0; kills < rounds && tries < 2 * rounds; tries += 1) {
    const change = random.pick(changes);
    const next = change.wish(now, random, ["busybox:stable", other]);
    const after = Math.round((times.get(change.kind) ?? 0) * random.next());
    const back = random.next() < 0.3;
    const what = `${change.kind} ${JSON.stringify(next)} killed after ${after} ms, then ${back ? "as before" : "on"}`;
    let killed = false;
    const { stdout, stderr } = await cutOff(stack, change, now, next, after, (running) => (killed = running.kill()));
    if (killed) kills += 1;
    try {
      now = await settled(back ? now : next);
    } catch (error) {
      failures.push(`round ${kills}: ${what}\n${stdout}${stderr}\n${evidenceOf(error)}`);
      say(failures.at(-1) ?? "");
      await startAnew();
      now = first;
    }
  }
  say(`${kills} kills, ${failures.length} failures`);
  expect(failures).toEqual([]);
  expect(kills).toBe(rounds);
});

/** The next apply, and all that has to hold after it. */
async function settled(wish: Wish): Promise<Wish> {
  await stack.wish(wish);
  await stack.gantry("up", "--wait", "--timeout", "60");
  await expectConverged(engine, stack, wish);
  return wish;
}

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Scaling } from "../../shared/contract.ts";
import type { EngineEvent } from "../../shared/observed.ts";
import type { ServiceExtension } from "../../shared/stack/project.ts";
import { createFakeEngine, type FakeEngine } from "../engines/fake.ts";
import { carryOut, desiredOf, projectOf } from "../engines/testing.ts";
import { apply, preview } from "./apply.ts";
import { createAutoscaler, type Autoscaler } from "./autoscaler.ts";

const owner = "here:1:me";
const context = () => ({ engine, local: false, owner });
let now = 1_000_000;
let engine: FakeEngine;
let autoscaler: Autoscaler;
let events: string[];
let scaling: Scaling[];
let busy = false;

beforeEach(() => {
  [events, scaling, busy] = [[], [], false];
  engine = createFakeEngine({ images: ["busybox:stable"], clock: () => now });
  autoscaler = createAutoscaler({
    engine,
    owner,
    busy: () => busy,
    task: (_stack, _title, work) =>
      work({
        signal: new AbortController().signal,
        steps: () => undefined,
        listener: { started: () => undefined, progress: () => undefined, ended: () => undefined },
      }),
    say: ({ level, title, detail }: Pick<EngineEvent, "level" | "title" | "detail">) =>
      events.push(`${level}: ${title} (${detail})`),
    scaling: (list) => (scaling = list),
    clock: () => now,
  });
});

afterEach(async () => {
  await autoscaler.close();
  await engine.close();
});

type Settings = NonNullable<ServiceExtension["autoscale"]>;
const quick = { scaleDown: { stabilizationWindowSeconds: 30 } };

function wish(autoscale: Settings, replicas = 2, healthcheck = {}) {
  const limits = { limits: { cpus: 0.5, memory: String(100 * 2 ** 20) } };
  const web = { deploy: { replicas, resources: limits }, "x-gantry": { autoscale }, ...healthcheck };
  return desiredOf(projectOf("shop", { web, db: {} }));
}

async function up(desired: ReturnType<typeof wish>) {
  await carryOut(engine, engine.plan(desired, await engine.observe(), { mode: "apply", cause: "test" }));
}

const web = async () => Object.values((await engine.observe()).replicas).filter((one) => one.service === "web");

/** One round, 15 s after the one before, with each replica of web at that many cores. */
async function round(cores?: number) {
  for (const one of await web())
    if (cores !== undefined) engine.outside.use(one.id, { cpu: cores, memory: 50 * 2 ** 20 });
  now += 15_000;
  autoscaler.look(await engine.observe());
  await autoscaler.round();
  autoscaler.look(await engine.observe());
}

async function applied() {
  return (await engine.observe()).applied["shop"];
}

describe("the autoscaler", () => {
  test("scales up and down by cpu, with its numbers in record and events, and leaves the rest alone", async () => {
    await up(wish({ min: 1, max: 3, cpu: 50, behavior: quick }));
    await round();
    expect(await web()).toHaveLength(2);
    // 0.5 of 0.5 cores is 100 % of 50 %: 4, at most 3.
    await round(0.5);
    expect(await web()).toHaveLength(3);
    expect(await applied()).toMatchObject({ revision: 2, cause: "autoscaled web 2 -> 3: cpu 100 % of 50 %" });
    expect(events).toEqual(["busy: web scaled 2 -> 3 (autoscaling: cpu 100 % of 50 % asks for 4; at most 3)"]);
    expect(scaling).toMatchObject([{ stack: "shop", service: "web", replicas: 3, last: { at: now } }]);
    // 0.05 of 0.5 cores is 10 %. The new replica has no rate in its first round and counts as 50 %: 70 / 150 of 3, so 2.
    // Then 0.6, so 1. Each is done when what was asked for before is 30 s old.
    const counts = [];
    for (let index = 0; index < 4; index += 1) {
      await round(0.05);
      counts.push((await web()).length);
    }
    expect(counts).toEqual([3, 2, 1, 1]);
    expect(Object.values((await engine.observe()).replicas).filter((one) => one.service === "db")).toHaveLength(1);
  });

  test("scales by memory in percent of the limit, and by requests a second through the gateway", async () => {
    await up(wish({ min: 1, max: 9, memory: 25 }));
    // 50 of 100 MiB is 50 % of 25 %.
    await round(0);
    expect(await web()).toHaveLength(4);

    await up(wish({ min: 1, max: 9, requests: 10 }, 2));
    const count = async (total: number) => {
      for (const one of await web()) engine.outside.requests(one.id, total);
    };
    await count(1000);
    await round(0);
    // 450 more in 15 s are 30 a second for each of two replicas.
    await count(1450);
    await round(0);
    expect((await applied())?.cause).toBe("autoscaled web 2 -> 6: requests 30/s of 10/s");
  });

  test("says that a metric cannot be had, and then does not scale down", async () => {
    await up(wish({ min: 1, max: 9, memory: 50, requests: 10 }, 4));
    for (let index = 0; index < 4; index += 1) await round(0);
    expect(await web()).toHaveLength(4);
    expect(events).toEqual([
      "warning: web is not scaled down (autoscaling: memory 50 % of 50 % asks for 4; requests cannot be measured)",
    ]);
  });

  test("takes a replica that waits for its health check for idle", async () => {
    await up(wish({ min: 1, max: 9, cpu: 50 }, 2));
    await round();
    const [first] = await web();
    engine.outside.update(first?.id ?? "", { health: "starting" });
    // The other one's 100 % alone would ask for 4; with this one at 0 it is exactly the target.
    await round(0.5);
    expect(await web()).toHaveLength(2);
  });

  test("a gateway that began to count anew gives no rate for a round", async () => {
    await up(wish({ min: 1, max: 9, requests: 10 }));
    const count = async (total: number) => {
      for (const one of await web()) engine.outside.requests(one.id, total);
    };
    for (const total of [1000, 1150, 10]) {
      await count(total);
      await round(0);
    }
    expect(scaling[0]?.text).toBe("requests cannot be measured");
    await count(160);
    await round(0);
    expect(scaling[0]?.text).toBe("requests 10/s of 10/s asks for 2");
  });

  test("leaves replicas that ended out, and counts what was not done for no policy", async () => {
    const behavior = { scaleUp: { policies: [{ type: "Pods" as const, value: 2, periodSeconds: 60 }] } };
    await up(wish({ min: 1, max: 9, memory: 25, behavior }));
    const [first] = await web();
    engine.outside.kill(first?.id ?? "");
    for (const one of await web()) engine.outside.use(one.id, { cpu: 0, memory: 5 * 2 ** 20 });
    await round();
    // The other one alone: 5 / 25, so 1. With the ended one at 25 % it would be 30 / 50 of 2, so 2.
    expect(scaling[0]?.text).toMatch(/^memory 5 % of 25 % asks for 1;/);
    await up(wish({ min: 1, max: 9, memory: 25, behavior }));
    const run = vi.spyOn(engine, "run").mockRejectedValue(new Error("no room"));
    await round(0);
    expect(events.at(-1)).toBe("bad: autoscaling of web failed (no room)");
    run.mockRestore();
    await round(0);
    expect(await web()).toHaveLength(4);
  });

  test("waits while somebody else works on the stack or holds its lock", async () => {
    await up(wish({ min: 1, max: 9, memory: 25 }));
    busy = true;
    await round(0);
    expect(await web()).toHaveLength(2);
    busy = false;
    const release = await engine.lock("shop", `${(await import("node:os")).hostname()}:${process.pid}:other`);
    await round(0);
    expect(await web()).toHaveLength(2);
    await release();
    await round(0);
    expect(await web()).toHaveLength(4);
  });

  test("does nothing when a hand was faster", async () => {
    const before = wish({ min: 1, max: 9, memory: 25 });
    await up(before);
    const observe = engine.observe.bind(engine);
    autoscaler.look(await observe());
    const picture = await observe();
    // Somebody pauses it between the picture and the decision.
    await up(wish({ min: 1, max: 9, memory: 25, paused: true }, 3));
    for (const one of await web()) engine.outside.use(one.id, { cpu: 0, memory: 50 * 2 ** 20 });
    autoscaler.look(picture);
    await autoscaler.round();
    expect(await web()).toHaveLength(3);
    expect(events).toEqual([]);
  });

  test("rests when paused, switched off or the stack is stopped", async () => {
    for (const [autoscale, replicas] of [
      [{ min: 1, max: 9, memory: 25, paused: true }, 2],
      [{ min: 1, max: 9, memory: 25 }, 0],
    ] as const) {
      await up(wish(autoscale, replicas));
      await round(0);
      expect(await web()).toHaveLength(replicas);
    }
    await up({ ...wish({ min: 1, max: 9, memory: 25 }), want: "stopped" });
    await round(0);
    expect(scaling).toEqual([]);
  });

  test("keeps going when the engine is away for a round", async () => {
    await up(wish({ min: 1, max: 9, memory: 25 }));
    autoscaler.look(await engine.observe());
    engine.outside.disconnect();
    now += 15_000;
    await autoscaler.round();
    engine.outside.reconnect();
    await round(0);
    expect(await web()).toHaveLength(4);
  });
});

describe("applying the file of an autoscaled service", () => {
  const file = wish({ min: 1, max: 9, memory: 25 });
  const run = { cause: "by hand", signal: new AbortController().signal };

  test("keeps the autoscaler's number, and has nothing to do the second time", async () => {
    await apply(context(), file, run);
    expect((await preview(context(), file, run)).lines).toEqual([]);
    await round(0);
    expect(await web()).toHaveLength(4);
    expect((await preview(context(), file, run)).lines).toEqual([]);
    const changed = wish({ min: 1, max: 9, memory: 25 }, 3, { environment: { A: "1" } });
    await apply(context(), changed, run);
    expect(await web()).toHaveLength(4);
    expect((await preview(context(), changed, run)).lines).toEqual([]);
  });

  test("brings it within new bounds, and back to the file's when autoscaling goes", async () => {
    await apply(context(), file, run);
    await round(0);
    await apply(context(), wish({ min: 1, max: 3, memory: 25 }), run);
    expect(await web()).toHaveLength(3);
    await apply(context(), wish({ min: 1, max: 3, memory: 25, paused: true }), run);
    expect(await web()).toHaveLength(2);
  });
});

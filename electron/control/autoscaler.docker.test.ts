import { homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { decide, noHistory } from "../../shared/autoscale/decide.ts";
import { settingsOf } from "../../shared/autoscale/settings.ts";
import type { EngineEvent } from "../../shared/observed.ts";
import type { Service } from "../../shared/stack/project.ts";
import { listDockerEndpoints } from "../host/docker-context.ts";
import { connect } from "../engines/docker/gateway/gateway-fixture.ts";
import type { DockerClient } from "../engines/docker/client.ts";
import { createDockerEngine } from "../engines/docker/docker-engine.ts";
import type { Engine, Observed } from "../engines/engine.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { apply } from "./apply.ts";
import { createAutoscaler, type Measured } from "./autoscaler.ts";
import { lockOwner } from "./lock-owner.ts";

/**
 * Real containers under real load. The counts must be those that the pure function gives for the samples of the very
 * run: they are recorded on their way from the engine, and played again.
 */
const stack = `gscale-${process.pid}`;
const EVERY = 2000;
const autoscale = {
  min: 1,
  max: 4,
  cpu: 50,
  behavior: {
    scaleDown: { stabilizationWindowSeconds: 6 },
    scaleUp: { policies: [{ type: "Pods" as const, value: 2, periodSeconds: 4 }] },
  },
};
/** Works as long as its file is there, with all of the fifth of a core that it may have. */
const work =
  "touch /tmp/busy; while :; do if [ -e /tmp/busy ]; then for i in 1 2 3 4 5 6 7 8 9; do :; done; else sleep 0.1; fi; done";
const web: Partial<Service> = {
  command: ["sh", "-c", work],
  deploy: { replicas: 1, resources: { limits: { cpus: 0.2 } } },
  stop_grace_period: "0s",
  "x-gantry": { autoscale },
};

let client: DockerClient;
let engine: Engine;

beforeAll(async () => {
  client = await connect();
  const found = await listDockerEndpoints({ env: process.env, home: homedir(), platform: process.platform });
  const endpoint = found.endpoints.find((one) => one.name === found.current);
  if (endpoint === undefined) throw new Error("no Docker endpoint");
  engine = createDockerEngine({ endpoint });
});

afterEach(async () => {
  const signal = new AbortController().signal;
  await apply({ engine, local: false, owner: lockOwner() }, desiredOf(projectOf(stack, {}), "absent"), {
    cause: "test",
    signal,
  });
});

afterAll(async () => {
  await engine.close();
  client.close();
});

test("cpu load up and down: counts as the algorithm gives for the recorded samples", async () => {
  const owner = lockOwner();
  const run = { cause: "test", signal: new AbortController().signal };
  await apply({ engine, local: false, owner }, desiredOf(projectOf(stack, { web })), run);
  let observed: Observed | undefined;
  const events: EngineEvent[] = [];
  const trace: Array<Measured & { at: number }> = [];
  const autoscaler = createAutoscaler({
    engine,
    owner,
    every: EVERY,
    busy: () => false,
    measured: (name, at, [one]) => {
      if (name === stack && one !== undefined) trace.push({ ...one, at });
    },
    task: (_stack, _title, task) =>
      task({
        signal: run.signal,
        steps: () => undefined,
        listener: { started: () => undefined, progress: () => undefined, ended: () => undefined },
      }),
    say: (event) => events.push({ ...event, id: "", at: Date.now(), source: "gantry" }),
    scaling: () => undefined,
  });
  const unwatch = engine.watch({
    observed(next) {
      observed = next;
      autoscaler.look(next);
    },
    event: () => undefined,
    connection: () => undefined,
  });
  const running = () =>
    Object.values(observed?.replicas ?? {}).filter((one) => one.stack === stack && one.state === "running");
  try {
    await vi.waitFor(() => expect(running()).toHaveLength(4), { timeout: 40_000, interval: 100 });
    for (const { id } of running()) {
      const exec = await client.docker.getContainer(id).exec({ Cmd: ["rm", "/tmp/busy"] });
      await exec.start({});
    }
    await vi.waitFor(() => expect(running()).toHaveLength(1), { timeout: 40_000, interval: 100 });
    // Nothing to do any more: the number stays.
    await sleep(2 * EVERY);
    expect(running()).toHaveLength(1);
  } finally {
    unwatch();
    await autoscaler.close();
  }
  const settings = settingsOf(autoscale);
  let history = noHistory;
  const expected = trace.map(({ at, now, metrics }) => {
    const decision = decide(now, metrics, at, history, settings);
    ({ history } = decision);
    return decision.to;
  });
  const counts = [...trace.map(({ now }) => now), 1];
  process.stdout.write(`autoscaler: replicas wanted every ${EVERY / 1000} s: ${counts.join(" ")}\n`);
  expect(counts.slice(1)).toEqual(expected);
  // Up to the most and down to the least, without turning round on the way.
  const steps = counts.flatMap((one, index) =>
    index > 0 && one !== counts[index - 1] ? [Math.sign(one - (counts[index - 1] ?? 0))] : [],
  );
  expect(steps).toEqual([...steps].sort((a, b) => b - a));
  const said = events.map(({ title, detail }) => `${title} ${detail}`);
  expect(said.find((one) => one.startsWith("web scaled 1 -> "))).toMatch(/cpu \d+ % of 50 % asks for \d+/);
  expect((await engine.observe()).applied[stack]?.cause).toMatch(/^autoscaled web \d -> 1: cpu \d+ % of 50 %$/);
});

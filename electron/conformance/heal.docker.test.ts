import { afterEach, beforeEach, expect, test } from "vitest";
import type { Healing } from "../../shared/contract.ts";
import { openTarget, type TargetSession } from "../control/target-session.ts";
import { ask, freePort, get, load } from "../engines/docker/gateway/gateway-fixture.ts";
import { HEALTHCHECK, testStack, webService, type TestStack } from "./orchestrate-fixture.ts";

/** Self-healing on the real engine, up to the balancer. */
let stack: TestStack;
let port = 0;
let session: TargetSession | undefined;
let healing: Healing[] = [];
const told: string[] = [];

beforeEach(async () => {
  stack = await testStack();
  port = await freePort();
});

afterEach(async () => {
  await session?.close();
  session = undefined;
  await stack.end();
});

/** What the window does: a live picture, and healing by it. */
function watchIt(): void {
  const { engine, owner } = stack.context;
  const target = { id: engine.id, kind: "docker" as const, name: "test", address: "" };
  session = openTarget(target, engine, owner, {
    observed: () => undefined,
    connection: () => undefined,
    events: (events) => told.push(...events.map((one) => `${one.title}: ${one.detail ?? ""}`)),
    healing: (list) => (healing = list),
    scaling: () => undefined,
    task: async () => undefined,
    busy: () => false,
  });
}

const answered = (count: number) =>
  expect.poll(async () => (await ask(port, 10 * count)).size, { timeout: 30_000 }).toBe(count);
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** Milliseconds until a replica answers that did not before, infinite when none does in time. One slow answer, to a replica that is gone, holds up no other. */
async function firstOther(before: ReadonlySet<string>): Promise<number> {
  const begun = performance.now();
  const over = new AbortController();
  let took = Number.POSITIVE_INFINITY;
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const { body } = await get(port);
      if (body === "" || before.has(body)) continue;
      took = Math.min(took, performance.now() - begun);
      over.abort();
    }
  };
  const limit = setTimeout(() => over.abort(), 20_000);
  await Promise.all(Array.from({ length: 4 }, client));
  clearTimeout(limit);
  return took;
}

/** Milliseconds that making and starting one such container takes by itself. */
async function startTime(): Promise<number> {
  const begun = performance.now();
  const container = await stack.client.docker.createContainer({
    Image: "busybox:stable",
    Cmd: ["sleep", "60"],
    Labels: { "dev.gantry.stack": stack.name },
    HostConfig: { NetworkMode: `${stack.name}_default`, Init: true },
  });
  await container.start();
  const took = performance.now() - begun;
  await container.remove({ force: true });
  return took;
}

test("a removed replica is replaced in the balancer soon after a container can be started at all", async () => {
  await stack.up(webService(port, { replicas: 3 }));
  await answered(3);
  const base: number[] = [];
  for (let round = 0; round < 7; round += 1) base.push(await startTime());
  watchIt();
  await answered(3);
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = new Set((await ask(port, 30)).keys());
    // Each time another place: one that is emptied again within a second waits for the rest of it.
    const victim = (await stack.replicas("web"))[round % 3];
    await stack.client.docker.getContainer(victim?.id ?? "").remove({ force: true });
    times.push(await firstOther(before));
    await answered(3);
  }
  const [start, heal] = [median(base), median(times)];
  const all = times.map((time) => time.toFixed(0)).join(", ");
  process.stdout.write(`container start ${start.toFixed(0)} ms, replaced after ${heal.toFixed(0)} ms (${all})\n`);
  expect(heal).toBeLessThanOrEqual(start + 300);
});

test("an unhealthy replica leaves the balancer and is replaced, without a failed request", async () => {
  const check = HEALTHCHECK.replace('test "$$VERSION" != bad', "test ! -e /sick");
  await stack.up(webService(port, { replicas: 3, extra: check }));
  await answered(3);
  watchIt();
  const [victim] = await stack.replicas("web");
  const result = await load(port, 3, async () => {
    await stack.docker("exec", victim?.id ?? "", "touch", "/sick");
    await expect
      .poll(
        async () => (await stack.replicas("web")).filter((one) => one.id !== victim?.id && one.health === "healthy"),
        {
          timeout: 30_000,
        },
      )
      .toHaveLength(3);
    await answered(3);
  });
  expect(result.failed).toEqual([]);
  expect(told.join("\n")).toContain("web-1 replaced: self-healing: unhealthy");
});

test("a crash loop backs off, and says when it tries again", async () => {
  watchIt();
  await stack.up("  loop: {image: busybox:stable, command: ['false'], deploy: {replicas: 1}}\n");
  await expect.poll(() => healing.find((one) => one.service === "loop"), { timeout: 30_000 }).toBeDefined();
  const first = healing.find((one) => one.service === "loop");
  expect(first?.reason).toContain("exit code 1");
  // Held: the engine's own restart policy does not spin it.
  await expect.poll(async () => (await stack.replicas("loop"))[0]?.state, { timeout: 20_000 }).toBe("exited");
  expect((first?.nextAt ?? 0) - Date.now()).toBeGreaterThan(2000);
});

test("with no window open a crashed replica comes back, and takes requests again", async () => {
  await stack.up(webService(port, { replicas: 2 }));
  await answered(2);
  const [victim] = await stack.replicas("web");
  // From inside: what is killed from outside stays down by Docker's rules.
  await stack
    .docker("exec", victim?.id ?? "", "sh", "-c", "kill -9 $(pidof httpd) || kill -9 -1")
    .catch(() => undefined);
  await expect
    .poll(async () => (await stack.replicas("web"))[0]?.restarts, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(1);
  await answered(2);
});

test("a gateway that is removed comes back with its replicas, and a window that is closed leaves it to Docker", async () => {
  await stack.up(webService(port, { replicas: 2 }));
  await answered(2);
  watchIt();
  await expect.poll(() => session?.connection().state).toBe("live");
  await stack.docker("rm", "-f", `${stack.name}-gateway`);
  await expect
    .poll(
      () =>
        get(port).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  await answered(2);
});

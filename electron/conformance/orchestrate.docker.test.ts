import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, freePort, get, load, type Load } from "../engines/docker/gateway/gateway-fixture.ts";
import { HEALTHCHECK, publishedAlone, testStack, webService, type TestStack } from "./orchestrate-fixture.ts";

/** What the gateway and rolling updates promise, measured on the real engine under load. */
let stack: TestStack;
let port = 0;

beforeEach(async () => {
  stack = await testStack();
  port = await freePort();
});

afterEach(() => stack.end());

const idsOf = async (service = "web") => (await stack.replicas(service)).map((one) => one.id.slice(0, 12));
const versions = ({ counts }: Load) => new Set([...counts.keys()].map((body) => body.split(" ")[0]));

function report(what: string, { total, perSecond, failed }: Load): void {
  process.stdout.write(`${what}: ${total} requests, ${perSecond}/s, ${failed.length} failed\n`);
}

/** All replicas of the service take requests. */
async function answered(count: number): Promise<void> {
  await expect.poll(async () => (await ask(port, 10 * count)).size, { timeout: 20_000 }).toBe(count);
}

test("6,000 requests over six replicas: an even spread, and no slower than one replica directly", async () => {
  await stack.up(webService(port, { replicas: 6 }));
  await answered(6);
  const counts = [...(await ask(port, 6000)).values()];
  expect(counts).toHaveLength(6);
  const spread = Math.max(...counts) / Math.min(...counts);
  expect(spread).toBeLessThanOrEqual(1.05);

  // The same way in: a port that the engine publishes, which leads to one replica and to no gateway.
  const alone = await freePort();
  await stack.up(webService(port, { replicas: 6 }) + publishedAlone(alone));
  await expect
    .poll(
      () =>
        get(alone).then(
          (one) => one.status,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBe(200);
  const rate = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return 2000 / ((performance.now() - begun) / 1000);
  };
  const ratios: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const direct = await rate(() => ask(alone, 2000));
    ratios.push((await rate(() => ask(port, 2000))) / direct);
  }
  const ratio = ratios.toSorted((a, b) => a - b)[4] ?? 0;
  process.stdout.write(`spread ${spread.toFixed(3)}, throughput ${ratio.toFixed(2)} of one replica directly\n`);
  expect(ratio).toBeGreaterThanOrEqual(1);
});

test("rolling updates of four replicas under load lose nothing of 10,000 requests", async () => {
  await stack.up(webService(port, { replicas: 4 }));
  await answered(4);
  let total = 0;
  const result = await load(port, 6, async (count) => {
    for (let version = 2; version <= 3 || total < 10_000; version += 1) {
      await stack.up(webService(port, { replicas: 4, version: String(version) }));
      total = count();
    }
  });
  report("rolling update", result);
  expect(result.failed).toEqual([]);
  expect(result.total).toBeGreaterThanOrEqual(10_000);
  expect(result.perSecond).toBeGreaterThanOrEqual(300);
  expect(versions(result).size).toBeGreaterThanOrEqual(3);
  expect(await stack.replicas("web")).toHaveLength(4);
});

test("a replica that is killed during an update loses at most what it had in flight", async () => {
  const clients = 6;
  await stack.up(webService(port, { replicas: 4 }));
  await answered(4);
  const [victim] = (await stack.replicas("web")).toReversed();
  const result = await load(port, clients, async () => {
    const update = stack.up(webService(port, { replicas: 4, version: "2" }));
    await stack.docker("kill", victim?.id ?? "");
    await update;
  });
  report("killed during an update", result);
  // No more can be in flight on it than there are clients.
  expect(result.failed.length).toBeLessThanOrEqual(2 * clients);
  expect((await stack.replicas("web")).every((one) => one.state === "running")).toBe(true);
});

test("a version that never gets healthy is rolled back by itself, and nobody notices", async () => {
  const rules = "update_config: {failure_action: rollback}";
  const service = (version: string) => webService(port, { replicas: 4, version, deploy: rules, extra: HEALTHCHECK });
  await stack.up(service("1"));
  await answered(4);
  await expect
    .poll(async () => (await stack.replicas("web")).every((one) => one.health === "healthy"), { timeout: 20_000 })
    .toBe(true);
  const before = await idsOf();
  const plans: string[] = [];
  const result = await load(port, 6, async () => {
    const update = stack.up(service("bad"), { planned: (plan) => plans.push(plan.lines[0]?.cause ?? "") });
    await expect(update).rejects.toMatchObject({ code: "unhealthy", message: /web was rolled back/ });
  });
  report("rolled back", result);
  expect(result.failed).toEqual([]);
  expect(versions(result)).toEqual(new Set(["1"]));
  expect(await idsOf()).toEqual(before);
  expect(plans[1]).toMatch(/^rolled back web: /);
  const { applied } = await stack.context.engine.observe();
  expect(applied[stack.name]?.desired.project.services["web"]?.environment).toMatchObject({ VERSION: "1" });
  // The file asks for the bad version still; the good one's plan is empty.
  expect((await stack.up(service("1"))).lines).toEqual([]);
});

test("an update that fails without a wish to roll back stops where it is, and what ran goes on", async () => {
  const service = (version: string) => webService(port, { replicas: 3, version, extra: HEALTHCHECK });
  await stack.up(service("1"));
  await answered(3);
  const result = await load(port, 4, async () => {
    await expect(stack.up(service("bad"))).rejects.toMatchObject({ code: "unhealthy" });
  });
  report("paused", result);
  expect(result.failed).toEqual([]);
  const replicas = await stack.replicas("web");
  expect(replicas).toHaveLength(4);
  // Applied once more with what is good: the failed one goes.
  await stack.up(service("1"));
  expect(await stack.replicas("web")).toHaveLength(3);
});

test("scaling 2 to 10 to 2 under load loses nothing", async () => {
  await stack.up(webService(port, { replicas: 2 }));
  await answered(2);
  const result = await load(port, 6, async () => {
    await stack.up(webService(port, { replicas: 10 }));
    await answered(10);
    await stack.up(webService(port, { replicas: 2 }));
  });
  report("scaled", result);
  expect(result.failed).toEqual([]);
  expect(result.counts.size).toBe(10);
  expect(await stack.replicas("web")).toHaveLength(2);
});

test("the port answers after a restart of the gateway, and is free after a removal", async () => {
  await stack.up(webService(port, { replicas: 2 }));
  await answered(2);
  await stack.docker("restart", `${stack.name}-gateway`);
  await answered(2);
  expect((await stack.up(webService(port, { replicas: 2 }))).lines).toEqual([]);
  await stack.up(webService(port, { replicas: 2 }).replace(/ {4}ports:.*\n/, ""));
  await expect(get(port)).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { serviceHealth } from "../../shared/health.ts";
import { testStack, type TestStack } from "./orchestrate-fixture.ts";

/** Services that end make a pipeline: prepare, then train, then serve. */
let stack: TestStack;

beforeEach(async () => {
  stack = await testStack();
});
afterEach(() => stack.end());

const after = (name: string) => `depends_on: {${name}: {condition: service_completed_successfully}}`;
const step = (name: string, script: string, more = "") => `  ${name}:
    image: busybox:stable
    command: [sh, -c, '${script}']
    restart: "no"
    volumes: [data:/data]
${more === "" ? "" : `    ${more}\n`}`;
const pipeline = (train: string) =>
  step("prepare", "echo prepared >> /data/log") +
  step("train", train, after("prepare")) +
  step("serve", "cat /data/log && exec sleep 600", after("train")).replace('restart: "no"', "restart: always") +
  "volumes: {data: {}}\n";

async function only(service: string) {
  const [replica] = await stack.replicas(service);
  if (replica === undefined) throw new Error(`there is no ${service}`);
  return replica;
}

test("runs in order, and tells exit code and run time", async () => {
  const file = pipeline("sleep 1; echo trained >> /data/log");
  await stack.up(file);
  const [prepare, train, serve] = [await only("prepare"), await only("train"), await only("serve")];
  expect([prepare.exitCode, train.exitCode, serve.state]).toEqual([0, 0, "running"]);
  expect(train.startedAt).toBeGreaterThanOrEqual(prepare.finishedAt ?? Number.POSITIVE_INFINITY);
  expect(serve.startedAt).toBeGreaterThanOrEqual(train.finishedAt ?? Number.POSITIVE_INFINITY);
  const model = (await stack.desired(file)).project.services["train"];
  if (model === undefined) throw new Error("no model");
  const health = serviceHealth(model, [train], true);
  expect(health.status).toBe("completed");
  expect(health.replicas[0]?.reason).toMatch(/^completed in \d+ (ms|s)$/);
  expect((train.finishedAt ?? 0) - (train.startedAt ?? 0)).toBeGreaterThanOrEqual(900);
  expect((await stack.up(file)).lines).toEqual([]);
});

test("a step that failed is run again, and what was done before it is not", async () => {
  // It fails as long as the file it needs is not there: the same file, applied again after somebody brought it.
  const file = pipeline("test -e /data/ready && echo trained >> /data/log");
  await expect(stack.up(file)).rejects.toMatchObject({ message: expect.stringContaining("train-1 did not complete") });
  const prepare = await only("prepare");
  expect((await only("train")).exitCode).toBe(1);
  expect((await only("serve").catch(() => ({ state: "absent" }))).state).not.toBe("running");

  await stack.docker("run", "--rm", "-v", `${stack.name}_data:/data`, "busybox:stable", "touch", "/data/ready");
  await stack.up(file);
  expect((await only("prepare")).startedAt).toBe(prepare.startedAt);
  const serve = await only("serve");
  expect([(await only("train")).exitCode, serve.state]).toEqual([0, "running"]);
  await expect.poll(() => stack.docker("logs", serve.id)).toBe("prepared\ntrained");
});

import { expect, test } from "vitest";
import { createFakeEngine } from "../engines/fake.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { apply } from "./apply.ts";

const rules = { deploy: { replicas: 2, update_config: { failure_action: "rollback" } } };
const check = (passes: boolean) => ({ healthcheck: { test: ["CMD", passes ? "true" : "false"] } });

function fixture() {
  const engine = createFakeEngine({ images: ["web:1", "busybox:stable", "haproxy:3.0"] });
  const context = { engine, local: false, owner: "here:1:a" };
  const up = (web: object, more: object = {}) =>
    apply(context, desiredOf(projectOf("shop", { web: { image: "web:1", ...rules, ...web }, ...more })), {
      cause: "test",
      signal: new AbortController().signal,
    });
  return { engine, up };
}

test("a version that gets unhealthy is rolled back, as a revision with its cause", async () => {
  const { engine, up } = fixture();
  await up(check(true));
  const before = Object.keys((await engine.observe()).replicas);
  await expect(up({ ...check(false), environment: { A: "2" } })).rejects.toMatchObject({
    code: "unhealthy",
    message: expect.stringContaining("Service web was rolled back to what ran before."),
  });
  const { replicas, applied } = await engine.observe();
  expect(Object.keys(replicas)).toEqual(before);
  expect(applied["shop"]?.cause).toMatch(/^rolled back web: The update of web fails: web-3 is unhealthy/);
  expect(applied["shop"]?.desired.project.services["web"]?.environment).toBeUndefined();
  await engine.close();
});

test("what else was applied with it goes on", async () => {
  const { engine, up } = fixture();
  await up(check(true));
  await expect(up({ ...check(false), environment: { A: "2" } }, { other: {} })).rejects.toThrow("rolled back");
  const { replicas } = await engine.observe();
  expect(Object.values(replicas).map((one) => `${one.service} ${one.state}`)).toEqual([
    "web running",
    "web running",
    "other running",
  ]);
  await engine.close();
});

test("the first version of a service has nothing to go back to", async () => {
  const { engine, up } = fixture();
  await up({}, { web: { image: "web:1" } });
  await engine.close();
  const other = fixture();
  await other.up({ ...check(false), pull_policy: "missing" });
  expect(Object.values((await other.engine.observe()).replicas)).toHaveLength(2);
  await other.engine.close();
});

test("a name that was moved to a bad image goes back to the image that ran", async () => {
  const { engine, up } = fixture();
  await up(check(true));
  const id =
    (await engine.observe()).imageIds?.["web:1"] ?? (await engine.observe()).imageIds?.["docker.io/library/web:1"];
  engine.outside.moveImage("web:1");
  await expect(up({ ...check(false), environment: { A: "2" } })).rejects.toThrow("rolled back");
  const { applied } = await engine.observe();
  expect(applied["shop"]?.desired.project.services["web"]?.image).toBe(id);
  await engine.close();
});

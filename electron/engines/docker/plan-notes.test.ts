import { expect, test } from "vitest";
import { createFakeEngine } from "../fake.ts";
import { desiredOf, projectOf } from "../testing.ts";
import { loadText } from "../../../shared/stack/testing.ts";
import { planDocker } from "./plan.ts";

const empty = { at: 0, replicas: {}, networks: {}, volumes: {}, images: new Set<string>(), applied: {}, locks: {} };

test.each([
  ["cpus: 0.5\n    cpu_quota: 50000", ["services.a.cpu_quota"]],
  ["deploy: {resources: {limits: {cpus: '1'}}}\n    cpu_period: 100000", ["services.a.cpu_period"]],
  ["cpu_period: 100000\n    cpu_quota: 50000", []],
  ["cpus: 0\n    cpu_quota: 50000", []],
  ["cpus: 2", []],
])("cores said twice are a blocker before Apply, as the engine would refuse them: %s", async (keys, paths) => {
  const { project } = await loadText(`services:\n  a:\n    image: x\n    ${keys}\n`);
  if (project === undefined) throw new Error("the file does not load");
  const desired = { project, files: ["/compose.yaml"], want: "running" as const };
  const plan = planDocker(desired, empty, { mode: "apply", cause: "test" }, { env: {}, now: 0 });
  const found = plan.notes.filter(({ code, severity }) => code === "cpus-twice" && severity === "blocker");
  expect(found.map(({ path }) => path?.join("."))).toEqual(paths);
});

test("a secret that is no file cannot go into a read-only container: a blocker, because the engine says it too late", async () => {
  const notesOf = async (secret: string) => {
    const { project } = await loadText(
      `services:\n  a: {image: x, read_only: true, secrets: [s]}\nsecrets: {s: {${secret}}}\n`,
    );
    if (project === undefined) throw new Error("the file does not load");
    const plan = planDocker(desiredOf(project), empty, { mode: "apply", cause: "test" }, { env: { S: "x" }, now: 0 });
    return plan.notes.map(({ severity, code, path }) => `${severity} ${code} ${path?.join(".")}`);
  };
  expect(await notesOf("environment: S")).toEqual(["blocker read-only services.a.read_only"]);
  expect(await notesOf("file: ./s")).toEqual([]);
});

test("a container that was made and never started is completed first: its secrets may not be in it", async () => {
  const engine = createFakeEngine({ images: ["busybox:stable"], env: { S: "x" } });
  const project = projectOf(
    "shop",
    { has: { secrets: [{ source: "s" }] }, none: {} },
    { secrets: { s: { name: "shop_s", environment: "S" } } },
  );
  const plan = async (mode: "apply" | "heal") =>
    engine.plan(desiredOf(project), await engine.observe(), { mode, cause: "test" });
  const signal = new AbortController().signal;
  for (const operation of (await plan("apply")).operations) {
    if (operation.verb !== "start") await engine.run(operation, () => undefined, signal);
  }
  for (const mode of ["apply", "heal"] as const) {
    const ids = (await plan(mode)).operations.map((one) => one.id);
    expect(ids).toEqual([
      "create replica has-1",
      "start replica has-1",
      "create replica none-1",
      "start replica none-1",
    ]);
  }
  await engine.close();
});

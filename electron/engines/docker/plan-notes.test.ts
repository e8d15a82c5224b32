import { expect, test } from "vitest";
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

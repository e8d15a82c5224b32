import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StatePatch } from "../../shared/contract.ts";
import { createFakeEngine, type FakeEngine } from "../engines/fake.ts";
import { createControlPlane, type ControlPlane } from "./control-plane.ts";
import { openSettings } from "./settings.ts";

const text = `# shop window
name: shop
services:
  web:
    image: busybox:stable
    deploy:
      replicas: 2 # two is enough
  api:
    image: busybox:stable
`;

let folder: string;
let file: string;
let engine: FakeEngine;
let control: ControlPlane;
let seen: StatePatch;

/** The state as a window would have it: patches merged. */
function follow(): void {
  seen = {};
  control.sources.state(
    undefined,
    (patch) => {
      const replicas = { ...seen.replicas, ...patch.replicas };
      seen = { ...seen, ...patch, replicas };
    },
    () => undefined,
  );
}

const running = () => Object.values(seen.replicas ?? {}).filter((one) => one?.state === "running");
const web = () => running().filter((one) => one?.service === "web");
const taskOf = (id: string) => seen.tasks?.find((one) => one.id === id);
const ended = (id: string) =>
  vi.waitFor(() => expect(["done", "failed", "cancelled"]).toContain(taskOf(id)?.state), 5000);

async function carryOut(want: "running" | "stopped"): Promise<void> {
  const { hash } = await control.handlers["plan.preview"]({ want });
  const { task } = await control.handlers["plan.apply"]({ want, hash });
  await ended(task);
  expect(taskOf(task)?.error).toBeUndefined();
}
const applyAll = async () => {
  await carryOut("running");
  await vi.waitFor(() => expect(running()).toHaveLength(3));
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-control-"));
  file = join(folder, "compose.yaml");
  await writeFile(file, text);
  engine = createFakeEngine({ images: ["busybox:stable"] });
  control = createControlPlane({
    targets: [{ id: "fake:memory", kind: "fake", name: "memory", address: "" }],
    connect: () => engine,
    isLocal: () => false,
    settings: await openSettings(join(folder, "state"), () => undefined),
    sample: async () => file,
    chooseFile: async () => undefined,
    openLink: async () => undefined,
    doctor: async () => [],
    autoscaleEvery: 60,
  });
  follow();
  await control.handlers["stack.open"]({ path: file });
  await vi.waitFor(() => expect(seen.connection?.state).toBe("live"));
});

afterEach(async () => {
  await control.close();
  await rm(folder, { recursive: true });
});

describe("the control plane on the fake engine", () => {
  test("shows the plan, applies just that one, and then has nothing to do", async () => {
    await vi.waitFor(() => expect(seen.plan?.lines.length).toBeGreaterThan(0));
    await applyAll();
    expect(
      running()
        .map((one) => `${one?.service}-${one?.number}`)
        .sort(),
    ).toEqual(["api-1", "web-1", "web-2"]);
    await vi.waitFor(() => expect(seen.plan?.lines).toEqual([]));
    expect(seen.applied).toMatchObject({ wanted: "running", replicas: { web: 2, api: 1 } });
  });

  test("lists revisions and rolls back by the plan that was shown; the file then says otherwise", async () => {
    await applyAll();
    await writeFile(file, text.replace("replicas: 2", "replicas: 4"));
    await vi.waitFor(() => expect(seen.stack?.project?.services["web"]?.deploy?.replicas).toBe(4), 5000);
    await carryOut("running");
    const list = await control.handlers["revisions.list"](undefined);
    expect(list.map(({ revision, changes }) => [revision, changes])).toEqual([
      [2, ["web: replicas 2 -> 4"]],
      [1, ["with web, api"]],
    ]);
    const { plan, fileSays } = await control.handlers["rollout.preview"]({ revision: 1 });
    expect(fileSays).toEqual(["web: replicas 2 -> 4"]);
    const refused = await control.handlers["rollout.undo"]({ revision: 1, hash: "0000000000000000" });
    await ended(refused.task);
    expect(taskOf(refused.task)).toMatchObject({ state: "failed", error: { code: "stale-plan" } });
    const { task } = await control.handlers["rollout.undo"]({ revision: 1, hash: plan.hash });
    await ended(task);
    expect(taskOf(task)).toMatchObject({ state: "done", title: "Roll shop back to revision 1" });
    await vi.waitFor(() => expect(web()).toHaveLength(2));
    await vi.waitFor(() => expect(seen.applied).toMatchObject({ revision: 3, cause: "rolled back to r1" }));
    await vi.waitFor(() => expect(seen.plan?.lines.filter((line) => line.verb === "create")).toHaveLength(2));
    await expect(control.handlers["rollout.preview"]({ revision: 9 })).rejects.toMatchObject({ code: "bad-input" });
  });

  test("refuses a plan that is not the one that was shown", async () => {
    const { task } = await control.handlers["plan.apply"]({ want: "running", hash: "0000000000000000" });
    await ended(task);
    expect(taskOf(task)).toMatchObject({ state: "failed", error: { code: "stale-plan" } });
    expect(running()).toEqual([]);
  });

  test("scaling writes the file and the engine; the last of many values wins", async () => {
    await applyAll();
    for (const replicas of [3, 4, 6, 5]) await control.handlers["stack.scale"]({ service: "web", replicas });
    await vi.waitFor(() => expect(web()).toHaveLength(5), 5000);
    expect(await readFile(file, "utf8")).toBe(text.replace("replicas: 2 #", "replicas: 5 #"));
    await vi.waitFor(() => expect(seen.plan?.lines).toEqual([]));
  });

  test("scaling everywhere scales all that share the number, scaling here only the one", async () => {
    const shared = (count: number) =>
      `name: shop\nx-door: &door\n  image: busybox:stable\n  deploy: {replicas: ${count}}\nservices:\n  web: *door\n  api: *door\n`;
    await writeFile(file, shared(1));
    await vi.waitFor(() => expect(seen.stack?.project?.services["api"]?.deploy?.replicas).toBe(1));
    await carryOut("running");
    await vi.waitFor(() => expect(running()).toHaveLength(2));

    const wish = { service: "web", replicas: 2 };
    await expect(control.handlers["stack.scale"](wish)).rejects.toMatchObject({ choices: ["here", "everywhere"] });
    await control.handlers["stack.scale"]({ ...wish, shared: "everywhere" });
    await vi.waitFor(() => expect(running()).toHaveLength(4), 5000);
    expect(await readFile(file, "utf8")).toBe(shared(2));

    await control.handlers["stack.scale"]({ ...wish, replicas: 3, shared: "here" });
    await vi.waitFor(() => expect(web()).toHaveLength(3), 5000);
    expect(running()).toHaveLength(5);
  });

  test("scaling leaves other edits pending", async () => {
    await applyAll();
    await control.handlers["stack.edit"]({ kind: "set-limits", service: "web", memory: "64M" });
    await control.handlers["stack.scale"]({ service: "web", replicas: 3 });
    await vi.waitFor(() => expect(web()).toHaveLength(3), 5000);
    await vi.waitFor(() => expect(seen.plan?.lines.some((line) => line.cause.includes("deploy"))).toBe(true));
  });

  test("heals what is killed or removed from outside, and leaves a stopped stack alone", async () => {
    await applyAll();
    const [first, second] = running();
    engine.outside.kill(first?.id ?? "");
    engine.outside.remove(second?.id ?? "");
    await vi.waitFor(() => {
      expect(running()).toHaveLength(3);
      expect(running().map((one) => one?.id)).not.toContain(second?.id);
    }, 5000);
    await carryOut("stopped");
    await vi.waitFor(() => expect(running()).toEqual([]));
    expect(seen.applied?.wanted).toBe("stopped");
  });

  test("a file that another program breaks keeps the last good canvas and lists the problem", async () => {
    await writeFile(file, text.replace("image: busybox:stable", "imge: busybox:stable"));
    await vi.waitFor(() => expect(seen.stack?.problems.length).toBeGreaterThan(0), 5000);
    expect(seen.stack).toMatchObject({
      outdated: true,
      problems: expect.arrayContaining([expect.objectContaining({ line: 5, code: "unknown-key" })]),
    });
    expect(Object.keys(seen.stack?.project?.services ?? {})).toEqual(["web", "api"]);
    await expect(control.handlers["plan.preview"]({ want: "running" })).rejects.toMatchObject({ code: "bad-input" });
    await writeFile(file, text);
    await vi.waitFor(() => expect(seen.stack).toMatchObject({ outdated: false, problems: [] }), 5000);
  });

  test("a lost engine is stale with its last picture, and live again by itself", async () => {
    await applyAll();
    engine.outside.disconnect();
    await vi.waitFor(() => expect(seen.connection?.state).toBe("stale"));
    expect(running()).toHaveLength(3);
    engine.outside.reconnect();
    await vi.waitFor(() => expect(seen.connection?.state).toBe("live"), 5000);
  });

  describe("with an autoscaled service", () => {
    const autoscaled = text.replace(
      "    deploy:\n",
      "    x-gantry:\n      autoscale: {min: 1, max: 4, memory: 25}\n    deploy:\n      resources: {limits: {memory: 100M}}\n",
    );
    const use = (share: number) => {
      for (const one of web()) engine.outside.use(one?.id ?? "", { cpu: 0, memory: share * 2 ** 20 });
    };

    beforeEach(async () => {
      await writeFile(file, autoscaled);
      await vi.waitFor(() => expect(seen.stack?.project?.services["web"]?.["x-gantry"]).toBeDefined(), 5000);
    });

    test("scales it, says so, leaves the file alone and has nothing to apply afterwards", async () => {
      await carryOut("running");
      use(50);
      await vi.waitFor(() => expect(web()).toHaveLength(4), 5000);
      await vi.waitFor(() => expect(seen.scaling).toMatchObject([{ service: "web", replicas: 4 }]), 5000);
      expect(await readFile(file, "utf8")).toBe(autoscaled);
      await vi.waitFor(() => expect(seen.applied?.replicas).toMatchObject({ web: 4 }), 5000);
      await vi.waitFor(() => expect(seen.plan?.lines).toEqual([]), 5000);
      await vi.waitFor(
        () => expect(seen.tasks?.at(-1)).toMatchObject({ title: "Autoscale web to 4", state: "done" }),
        5000,
      );
    });

    test("the slider inside of the bounds pauses it, and Resume gives the number back", async () => {
      await carryOut("running");
      await control.handlers["stack.scale"]({ service: "web", replicas: 3 });
      await vi.waitFor(() => expect(web()).toHaveLength(3), 5000);
      expect(await readFile(file, "utf8")).toContain("memory: 25, paused: true}");
      use(50);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(web()).toHaveLength(3);
      await vi.waitFor(() => expect(seen.plan?.lines).toEqual([]), 5000);
      await control.handlers["stack.autoscale"]({ service: "web", paused: false });
      await vi.waitFor(() => expect(web()).toHaveLength(4), 5000);
      expect(await readFile(file, "utf8")).not.toContain("paused");
    });

    test("the slider outside of the bounds moves the bound, at once also for the autoscaler", async () => {
      await carryOut("running");
      use(25);
      await control.handlers["stack.scale"]({ service: "web", replicas: 6 });
      await vi.waitFor(() => expect(web()).toHaveLength(6), 5000);
      expect(await readFile(file, "utf8")).toContain("max: 6,");
      use(25);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(web()).toHaveLength(6);
      await vi.waitFor(() => expect(seen.plan?.lines).toEqual([]), 5000);
    });
  });
});

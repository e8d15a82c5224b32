import { beforeEach, describe, expect, test } from "vitest";
import type { Service } from "../../shared/stack/project.ts";
import { createFakeEngine, type FakeEngine } from "../engines/fake.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { apply, preview, type ApplyContext } from "./apply.ts";
import { gpuOptions, refuseWithoutGpu } from "./gpu-options.ts";

/** No machine of the tests has a GPU: the engine is the fake one, the plans are the real ones. */
const two = [{ id: "0", name: "NVIDIA H100" }, { id: "1" }];
const alone = (scale = 1): Partial<Service> => ({
  scale,
  gpus: [{ count: 1 }],
  "x-gantry": { gpu: { exclusive: true } },
});
const shared: Partial<Service> = { gpus: [{ count: 1 }] };

let engine: FakeEngine;
let context: ApplyContext;
const run = () => ({ cause: "test", signal: new AbortController().signal });
const wish = (stack: string, services: Record<string, Partial<Service>>) => desiredOf(projectOf(stack, services));
const held = async () =>
  Object.fromEntries(
    Object.values((await engine.observe()).replicas).map((one) => [one.name, one.gpus?.ids.join(",")]),
  );

beforeEach(() => {
  engine = createFakeEngine({ images: ["busybox:stable"], gpus: two });
  context = { engine, local: false, owner: "here:1:a" };
});

describe("GPUs over stacks", () => {
  test("two exclusive services never share one, and a second apply has nothing to do", async () => {
    const shop = wish("shop", { llm: alone() });
    const lab = wish("lab", { train: alone() });
    await apply(context, shop, run());
    await apply(context, lab, run());
    expect(await held()).toEqual({ "shop-llm-1": "0", "lab-train-1": "1" });
    expect((await preview(context, shop, run())).lines).toEqual([]);
    expect((await preview(context, lab, run())).lines).toEqual([]);
  });

  test("one too many is refused, naming who holds what; nothing is made", async () => {
    await apply(context, wish("shop", { llm: alone() }), run());
    await apply(context, wish("lab", { web: shared }), run());
    await expect(apply(context, wish("more", { train: alone() }), run())).rejects.toMatchObject({
      code: "bad-input",
      message:
        "train-1 wants 1 GPU for itself; the engine has 2: 0 (NVIDIA H100) held by shop/llm-1 for itself; 1 held by lab/web-1.",
    });
    expect(Object.keys(await held())).toEqual(["shop-llm-1", "lab-web-1"]);
  });

  test("exclusive ones choose before shared ones, whatever the order of the file", async () => {
    await apply(context, wish("shop", { a: shared, b: shared, train: alone() }), run());
    expect(await held()).toEqual({ "shop-train-1": "0", "shop-a-1": "1", "shop-b-1": "1" });
  });

  test("a replica that is scaled away frees its GPU for another service in the same plan", async () => {
    await apply(context, wish("shop", { train: alone(2) }), run());
    const next = wish("shop", { train: alone(1), other: alone() });
    await apply(context, next, run());
    expect(await held()).toEqual({ "shop-train-1": "0", "shop-other-1": "1" });
  });

  test("healing gives a replica its device back, and none that another took meanwhile", async () => {
    const shop = wish("shop", { llm: alone(), train: alone() });
    await apply(context, shop, run());
    const [llm] = Object.values((await engine.observe()).replicas).filter((one) => one.service === "llm");
    engine.outside.remove(llm?.id ?? "");
    const heal = async () => {
      const gpus = await gpuOptions(context, shop.project);
      return engine.plan(shop, await engine.observe(), { mode: "heal", cause: "test", services: ["llm"], ...gpus });
    };
    expect(() => refuseWithoutGpu({ notes: [] })).not.toThrow();
    expect(JSON.stringify((await heal()).operations.map((one) => one.call))).toContain('"DeviceIDs":["0"]');
    await apply(context, wish("lab", { web: shared }), run());
    const plan = await heal();
    expect(() => refuseWithoutGpu(plan)).toThrow("0 (NVIDIA H100) held by lab/web-1");
  });
});

test("where there are none it is a blocker; where they cannot be known, only exclusive ones are told", async () => {
  const none = createFakeEngine({ images: ["busybox:stable"], gpus: [] });
  const view = await preview({ ...context, engine: none }, wish("shop", { web: shared }), run());
  expect(view.notes).toMatchObject([
    { severity: "blocker", code: "no-gpu", message: expect.stringContaining("has none") },
  ]);
  const unknown = createFakeEngine({ images: ["busybox:stable"] });
  const notes = async (service: Partial<Service>) =>
    (await preview({ ...context, engine: unknown }, wish("shop", { web: service }), run())).notes;
  expect(await notes(shared)).toEqual([]);
  expect(await notes(alone())).toMatchObject([{ severity: "warning", code: "no-gpu" }]);
});

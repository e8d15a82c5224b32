import { afterEach, expect, test } from "vitest";
import type { Service } from "../../shared/stack/project.ts";
import { createFakeEngine } from "../engines/fake.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { apply, type ApplyOptions } from "./apply.ts";
import { revisionViews } from "./revision-views.ts";
import { undoRevision } from "./undo-revision.ts";
import { rolloutRows } from "./rollout-status.ts";

const engine = createFakeEngine({ images: ["app:1"] });
const context = { engine, local: false, owner: "here:1:a" };
const signal = new AbortController().signal;
afterEach(() => engine.close());

const desired = (web: Partial<Service>) => desiredOf(projectOf("shop", { web: { image: "app:1", ...web } }));
const up = (wish: ReturnType<typeof desired>, options: Partial<ApplyOptions> = {}) =>
  apply(context, wish, { cause: "up", ...options, signal });

/** What runs: the image's id and the variables of each replica. */
async function running(): Promise<string[]> {
  const { replicas, imageIds } = await engine.observe();
  return Object.values(replicas).map((one) => `${imageIds?.[one.image]} ${one.configHash}`);
}

test("every applied state comes back exactly, on the image that it ran", async () => {
  const states: string[][] = [];
  const hashless = (lines: string[]) => lines.map((line) => line.split(" ")[0]);
  for (let number = 1; number <= 5; number += 1) {
    await up(desired({ scale: number, environment: { N: String(number) } }));
    states.push(await running());
    engine.outside.moveImage("app:1");
    await up(desired({ scale: number, environment: { N: String(number) } }));
    states.push(await running());
  }
  const revisions = await engine.revisions("shop");
  expect(revisions.map((one) => one.revision)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(revisionViews(revisions)[0]?.changes).toEqual([
    expect.stringMatching(/^web: image app:1 \(\w+\) -> app:1 \(\w+\)$/),
  ]);
  expect(new Set(states.map((one) => hashless(one)[0])).size).toBe(6);
  for (const [index, state] of states.entries()) {
    const back = undoRevision({
      stack: "shop",
      revisions: await engine.revisions("shop"),
      observed: await engine.observe(),
      to: index + 1,
    });
    await up(back.desired, back.options);
    expect(hashless(await running())).toEqual(hashless(state));
    const [newest] = await engine.revisions("shop");
    expect(newest).toMatchObject({ revision: 11 + index, cause: `rolled back to r${index + 1}` });
    expect(newest?.desired.project.services["web"]?.environment).toEqual({ N: String(Math.floor(index / 2) + 1) });
  }
});

test("an image that turns out to be another one when it is pulled again makes a revision, else none", async () => {
  const policy = desired({ pull_policy: "always" });
  await up({ ...policy, want: "absent" });
  await up(policy);
  await up(policy);
  expect((await engine.revisions("shop")).map((one) => one.revision)).toEqual([1]);
  const moving = {
    ...engine,
    run: async (...[operation, ...rest]: Parameters<typeof engine.run>) => {
      await engine.run(operation, ...rest);
      if (operation.verb === "pull") engine.outside.moveImage("app:1");
    },
  };
  await apply({ ...context, engine: moving }, policy, { cause: "pulled", signal });
  const [newest, ...older] = await engine.revisions("shop");
  const seen = await engine.observe();
  expect([newest?.revision, newest?.cause, older.length]).toEqual([2, "pulled", 1]);
  expect(newest?.images?.["web"]?.id).toBe(seen.imageIds?.["app:1"]);
  expect(Object.values(seen.replicas).map((one) => one.image)).toEqual(["app:1"]);

  // Going back must not pull: that would move the name once more.
  const revisions = await engine.revisions("shop");
  const back = undoRevision({ stack: "shop", revisions, observed: seen });
  const plan = await apply({ ...context, engine: moving }, back.desired, { ...back.options, signal });
  expect(plan.lines.filter((line) => line.kind === "image")).toEqual([]);
  const { replicas } = await engine.observe();
  expect(Object.values(replicas).map((one) => one.image)).toEqual([revisions[1]?.images?.["web"]?.id]);
});

test("the status counts replicas of the newest state, and says who is held", async () => {
  await up(desired({ scale: 2, environment: { N: "1" } }));
  const [newest] = await engine.revisions("shop");
  if (newest === undefined) throw new Error("no revision");
  expect(rolloutRows(engine, newest, await engine.observe())).toEqual([
    { service: "web", updated: 2, ready: 2, wanted: 2, paused: false, done: true, status: "done" },
  ]);
  await engine.pause("shop", "web", true);
  const next = { ...newest, desired: desired({ scale: 2, environment: { N: "2" } }) };
  expect(rolloutRows(engine, next, await engine.observe())).toMatchObject([
    { updated: 0, ready: 2, paused: true, done: false, status: "paused, 2 still on the old state" },
  ]);
});

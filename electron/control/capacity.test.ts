import { expect, test, vi } from "vitest";
import { createFakeEngine } from "../engines/fake.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { apply, preview, type ApplyContext } from "./apply.ts";

const run = (replicas: number) => ({ cause: `${replicas} replicas`, signal: new AbortController().signal });
/** The fake engine has 8 cores and 16 GiB. */
const web = (replicas: number, memory = 4 * 2 ** 30) =>
  desiredOf(
    projectOf("shop", {
      web: { scale: replicas, deploy: { resources: { reservations: { memory: String(memory) } } } },
    }),
  );

test("apply refuses what there is no room for and makes nothing; the plan says it before", async () => {
  const engine = createFakeEngine({ images: ["busybox:stable"] });
  const context: ApplyContext = { engine, local: false, owner: "here:1:a" };
  await apply(context, web(4), run(4));
  const view = await preview(context, web(5), run(5));
  expect(view.notes).toMatchObject([{ severity: "blocker", message: expect.stringContaining("shop/web 5 x 4 GB") }]);
  await expect(apply(context, web(5), run(5))).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("would reserve 20 GB of memory, 4 GB more than the 16 GB of the engine"),
  });
  expect(Object.keys((await engine.observe()).replicas)).toHaveLength(4);
  await apply(context, web(2), run(2));
  await engine.close();
});

test("an engine is asked about itself only for what depends on it", async () => {
  const engine = createFakeEngine({ images: ["busybox:stable"] });
  const info = vi.spyOn(engine, "info");
  const context: ApplyContext = { engine, local: false, owner: "here:1:a" };
  await preview(context, desiredOf(projectOf("shop", { web: {} })), { cause: "test" });
  expect(info).not.toHaveBeenCalled();
  await preview(context, web(1), { cause: "test" });
  expect(info).toHaveBeenCalledTimes(1);
  await preview({ ...context, info: await engine.info() }, web(1), { cause: "test" });
  expect(info).toHaveBeenCalledTimes(2);
  await engine.close();
});

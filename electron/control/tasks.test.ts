import { expect, test } from "vitest";
import { GantryError } from "../../shared/errors.ts";
import { createTasks } from "./tasks.ts";

test("a task shows its steps and its end", async () => {
  const tasks = createTasks(
    () => undefined,
    () => 7,
  );
  const line = { id: "a", verb: "create" as const, kind: "replica", name: "web-1", cause: "new", after: [] };
  tasks.start("shop", "Apply shop", async (control) => {
    control.steps([line]);
    control.listener.started("a");
    control.listener.progress("a", "half");
    control.listener.ended("a", "done");
  });
  expect(tasks.busy("shop")).toBe(true);
  await tasks.idle();
  expect(tasks.busy("shop")).toBe(false);
  expect(tasks.all()).toMatchObject([
    { state: "done", steps: [{ title: "create replica web-1", state: "done", progress: "half", startedAt: 7 }] },
  ]);
});

test("cancel reaches the work, and its words are kept", async () => {
  const tasks = createTasks(() => undefined);
  const id = tasks.start("shop", "Apply shop", async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw new GantryError("cancelled", "Cancelled.");
  });
  tasks.cancel(id);
  await tasks.idle();
  expect(tasks.all()[0]).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
});

test("a failure is the task's end, with its hint", async () => {
  const tasks = createTasks(() => undefined);
  tasks.start("shop", "Apply shop", () =>
    Promise.reject(new GantryError("image", "No such image.", { hint: "Check it." })),
  );
  await tasks.idle();
  expect(tasks.all()[0]).toMatchObject({ state: "failed", error: { code: "image", hint: "Check it." } });
});

test("a second task on the same stack waits for the first; one that is cancelled meanwhile never begins", async () => {
  const tasks = createTasks(() => undefined);
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    order.push(`${name} ends`);
  };
  tasks.start("shop", "first", work("first"));
  const second = tasks.start("shop", "second", work("second"));
  tasks.start("shop", "third", work("third"));
  tasks.start("other", "other", work("other"));
  tasks.cancel(second);
  await tasks.idle();
  expect(order).toEqual(["first begins", "other begins", "first ends", "third begins", "other ends", "third ends"]);
  expect(tasks.all().find((one) => one.id === second)?.state).toBe("cancelled");
});

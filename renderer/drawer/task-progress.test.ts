import { expect, it } from "vitest";
import type { Task } from "../../shared/contract.ts";
import { elapsed, stepsDone, taskBadge } from "./task-progress.ts";

const task = (state: Task["state"], ...steps: Task["steps"][number]["state"][]): Task => ({
  id: state,
  stack: "shop",
  title: "Apply shop",
  state,
  startedAt: 0,
  steps: steps.map((one, index) => ({ id: String(index), title: "create replica web-1", state: one })),
});

it("counts steps and says what the tab should", () => {
  expect(stepsDone(task("running", "done", "skipped", "running", "waiting"))).toEqual({ done: 1, of: 4 });
  expect(taskBadge([task("failed"), task("running", "done", "waiting")])).toEqual({ text: "1/2", tone: "busy" });
  expect(taskBadge([task("done"), task("failed")])).toEqual({ text: "failed", tone: "bad" });
  expect(taskBadge([task("failed"), task("done")])).toBeUndefined();
});

it("tells the time a step took or takes", () => {
  expect(elapsed({}, 5000)).toBe("");
  expect(elapsed({ startedAt: 1000 }, 5000)).toBe("4 s");
  expect(elapsed({ startedAt: 1000, endedAt: 1250 }, 5000)).toBe("250 ms");
});

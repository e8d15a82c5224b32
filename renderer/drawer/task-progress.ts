import type { Task, TaskStep } from "../../shared/contract.ts";
import { formatSpan } from "../../shared/units.ts";

/** Steps that were done, of how many. */
export function stepsDone(task: Pick<Task, "steps">): { done: number; of: number } {
  const done = task.steps.filter((step) => step.state === "done").length;
  return { done, of: task.steps.length };
}

/** How long a task or a step took, or has been taking. Empty before it started. */
export function elapsed(work: Pick<TaskStep, "startedAt" | "endedAt">, now: number): string {
  if (work.startedAt === undefined) return "";
  if (work.endedAt !== undefined) return formatSpan(work.endedAt - work.startedAt);
  // Whole seconds while it runs: the text must not change between two looks at the same moment.
  return formatSpan(Math.max(1, Math.floor((now - work.startedAt) / 1000)) * 1000);
}

export const taskWords: Record<Task["state"], string> = {
  running: "running",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** The badge of the drawer's tab: what runs now, else whether the newest task failed. */
export function taskBadge(tasks: readonly Task[]): { text: string; tone: "busy" | "bad" } | undefined {
  const running = tasks.findLast((task) => task.state === "running");
  if (running !== undefined) {
    const { done, of } = stepsDone(running);
    return { text: of === 0 ? "running" : `${done}/${of}`, tone: "busy" };
  }
  return tasks.at(-1)?.state === "failed" ? { text: "failed", tone: "bad" } : undefined;
}

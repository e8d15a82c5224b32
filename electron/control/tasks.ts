import { randomUUID } from "node:crypto";
import type { Task, TaskStep } from "../../shared/contract.ts";
import { GantryError, toWire } from "../../shared/errors.ts";
import type { PlanLine } from "../../shared/plan.ts";
import type { StepListener } from "./executor.ts";

/** Long work as named steps that can be watched and cancelled. Ended tasks are kept for reading, the newest few. */
export interface Tasks {
  all(): Task[];
  /** Starts the work and answers its id at once; progress and the end come through `changed`. */
  start(stack: string, title: string, work: (control: TaskControl) => Promise<void>): string;
  cancel(id: string): void;
  busy(stack: string): boolean;
  /** Resolves when the task has ended, however. */
  end(id: string): Promise<void>;
  /** Resolves when no task runs any more. */
  idle(): Promise<void>;
  /** Cancels everything that runs and waits for its clean-up. */
  close(): Promise<void>;
}

export interface TaskControl {
  signal: AbortSignal;
  steps(lines: readonly PlanLine[]): void;
  listener: StepListener;
}

const KEPT = 10;

export function createTasks(changed: () => void, clock: () => number = Date.now): Tasks {
  let tasks: Task[] = [];
  const running = new Map<string, { stack: string; abort: AbortController; end: Promise<void> }>();

  const update = (id: string, change: (task: Task) => Task) => {
    tasks = tasks.map((task) => (task.id === id ? change(task) : task));
    changed();
  };
  const updateStep = (id: string, step: string, change: (step: TaskStep) => TaskStep) =>
    update(id, (task) => ({ ...task, steps: task.steps.map((one) => (one.id === step ? change(one) : one)) }));

  return {
    all: () => tasks,
    start(stack, title, work) {
      const id = randomUUID();
      const abort = new AbortController();
      tasks = [...tasks, { id, stack, title, state: "running" as const, startedAt: clock(), steps: [] }].slice(-KEPT);
      const control: TaskControl = {
        signal: abort.signal,
        steps: (lines) =>
          update(id, (task) => ({
            ...task,
            steps: lines.map((line) => ({
              id: line.id,
              title: `${line.verb} ${line.kind} ${line.name}`,
              state: "waiting",
            })),
          })),
        listener: {
          started: (step) => updateStep(id, step, (one) => ({ ...one, state: "running", startedAt: clock() })),
          progress: (step, line) => updateStep(id, step, (one) => ({ ...one, progress: line })),
          ended: (step, outcome) => updateStep(id, step, (one) => ({ ...one, state: outcome, endedAt: clock() })),
        },
      };
      // One after the other on a stack: its lock keeps other processes out, not a second task of this one.
      const earlier = [...running.values()].filter((one) => one.stack === stack).map((one) => one.end);
      const unlessCancelled = async () => {
        if (abort.signal.aborted) throw new GantryError("cancelled", "Cancelled before it began.");
        await work(control);
      };
      const begun = earlier.length === 0 ? work(control) : Promise.all(earlier).then(unlessCancelled);
      const end = begun.then(
        () => update(id, (task) => ({ ...task, state: "done", endedAt: clock() })),
        (error: unknown) => {
          const cancelled = error instanceof GantryError && error.code === "cancelled";
          update(id, (task) => ({
            ...task,
            state: cancelled ? "cancelled" : "failed",
            endedAt: clock(),
            error: toWire(error),
          }));
        },
      );
      running.set(id, { stack, abort, end });
      void end.finally(() => {
        running.delete(id);
        changed();
      });
      changed();
      return id;
    },
    cancel: (id) => running.get(id)?.abort.abort(),
    busy: (stack) => tasks.some((task) => task.stack === stack && running.has(task.id)),
    end: async (id) => running.get(id)?.end,
    idle: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map((task) => task.end));
    },
    close: async () => {
      for (const task of running.values()) task.abort.abort();
      await Promise.all([...running.values()].map((task) => task.end));
    },
  };
}

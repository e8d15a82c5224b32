import type { AppState } from "../state/app-state.ts";
import { blockersOf } from "../state/plan-flow.ts";
import { plural } from "../ui/format.ts";

type Part = Pick<AppState, "stack" | "connection" | "plan" | "tasks" | "applied">;

/** Why nothing can be done to the stack now; undefined when it can. */
export function engineOff({ stack, connection, tasks }: Omit<Part, "plan" | "applied">): string | undefined {
  if (stack === null) return "Open a stack first.";
  if (connection.state === "connecting") return "Connecting to the engine.";
  if (connection.state !== "live") return "The engine does not answer.";
  if (tasks.some((task) => task.state === "running" && task.stack === stack.name)) return "A task is running.";
  return undefined;
}

/** Why no plan can be made now; undefined when one can. */
export function planOff(state: Omit<Part, "plan" | "applied">): string | undefined {
  const errors = state.stack?.problems.filter((problem) => problem.severity === "error").length ?? 0;
  return (
    engineOff(state) ??
    (errors > 0 ? `The file has ${plural(errors, "error")}: mend ${errors === 1 ? "it" : "them"} first.` : undefined)
  );
}

/** Why Apply cannot be pressed now; undefined when it can. */
export function applyOff(state: Part): string | undefined {
  const off = planOff(state);
  if (off !== undefined) return off;
  const { plan } = state;
  if (plan === null) return "The plan is being made.";
  const blockers = blockersOf(plan).length;
  if (blockers > 0) return `${plural(blockers, "blocker")} before Apply: see Plan.`;
  return plan.lines.length === 0 ? "Nothing to do: the engine runs what the file says." : undefined;
}

/** Why Stop cannot be pressed now: also when nothing runs and nothing is meant to. */
export function stopOff(state: Omit<Part, "plan"> & Pick<AppState, "byService">): string | undefined {
  const off = engineOff(state);
  if (off !== undefined) return off;
  const active = Object.values(state.byService).some((replicas) =>
    replicas.some((replica) => replica.state !== "exited" && replica.state !== "dead"),
  );
  return active || state.applied?.wanted === "running" ? undefined : "Nothing of this stack runs.";
}

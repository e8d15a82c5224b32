import { createHash } from "node:crypto";
import { linesOf, type Plan, type PlanNote, type PlanView } from "../../shared/plan.ts";
import type { Desired } from "../engines/engine.ts";

/**
 * The plan as it is shown, with the hash that names it. The hash covers what would be done and the model it comes from,
 * so that the same lines for another wish (a second edit of the same key) do not pass for the plan that was shown.
 */
export function viewOf(plan: Plan, desired: Desired, extra: readonly PlanNote[] = []): PlanView {
  const lines = linesOf(plan.operations);
  const hash = createHash("sha256")
    .update(JSON.stringify([lines, desired.want, desired.project]))
    .digest("hex")
    .slice(0, 16);
  return { stack: plan.stack, hash, lines, notes: [...plan.notes, ...extra] };
}

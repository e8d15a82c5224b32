import type { PlanView } from "../../shared/plan.ts";

/** How many things a plan changes: each network, volume, image and replica once, waits and the record not at all. */
export function countChanges(plan: Pick<PlanView, "lines">): number {
  const changed = plan.lines.filter((line) => line.verb !== "wait" && line.verb !== "record");
  const count = new Set(changed.map((line) => `${line.kind} ${line.name}`)).size;
  return count === 0 && plan.lines.length > 0 ? 1 : count;
}

export function blockersOf(plan: Pick<PlanView, "notes">) {
  return plan.notes.filter((note) => note.severity === "blocker");
}

/**
 * Whether a fresh plan must be shown before it is carried out: it does something that the plan on screen did not say.
 * Doing less (a replica healed meanwhile) needs no second question.
 */
export function needsSecondLook(shown: PlanView | null, fresh: PlanView): boolean {
  if (shown === null || shown.hash === fresh.hash) return false;
  const known = new Set(shown.lines.map((line) => line.id));
  return fresh.lines.some((line) => !known.has(line.id));
}

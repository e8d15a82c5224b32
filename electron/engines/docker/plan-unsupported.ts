import { supportMessage, supportOf } from "../../../shared/stack/support.ts";
import type { PlanContext } from "./plan-context.ts";

/** Said better elsewhere, see plan-notes.ts. */
const elsewhere = new Set(["services.*.ports[].published"]);

/** Keys that a plain Docker engine does not do to the letter: said before Apply, never dropped in silence. */
export function noteUnsupported({ graph, desired, services }: PlanContext): void {
  const project = { ...desired.project, services: Object.fromEntries(services) };
  for (const row of supportOf(project, "docker")) {
    if (elsewhere.has(row.key)) continue;
    graph.note({
      severity: "warning",
      code: row.state === "ignored" ? "no-effect" : "approximated",
      message: supportMessage(row),
      ...(row.paths[0] === undefined ? {} : { path: row.paths[0] }),
    });
  }
}

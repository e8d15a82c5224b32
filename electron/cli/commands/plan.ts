import { GantryError } from "../../../shared/errors.ts";
import { formatPlan } from "../../../shared/plan.ts";
import { preview } from "../../control/apply.ts";
import type { Context } from "../context.ts";

/** `gantry plan`: what `up` would do and why. Changes nothing; fails with 2 when something would stop it. */
export async function plan(context: Context): Promise<void> {
  const { out, options, args } = context;
  const services = args.length > 0 ? { services: args } : {};
  const view = await preview(await context.applyContext(), await context.desired("running"), {
    cause: "gantry up",
    removeOrphans: options.removeOrphans,
    ...services,
  });
  out.text(formatPlan(view));
  out.value(view);
  const blockers = view.notes.filter((note) => note.severity === "blocker").length;
  if (blockers > 0)
    throw new GantryError(
      "bad-input",
      blockers === 1 ? "One thing stops this plan." : `${blockers} things stop this plan.`,
    );
}

import { formatPlan } from "../../../shared/plan.ts";
import { preview, refuseBlocked } from "../../control/apply.ts";
import type { Context } from "../context.ts";

/** `gantry plan`: what `up` would do and why. Changes nothing; fails with 2 when something would stop it. */
export async function plan(context: Context): Promise<void> {
  const { out, options, args } = context;
  const services = args.length > 0 ? { services: args } : {};
  const applying = await context.applyContext();
  const view = await preview(applying, await context.desired("running"), {
    cause: "gantry up",
    removeOrphans: options.removeOrphans,
    build: options.build,
    ...services,
  });
  out.text(formatPlan(view));
  out.value(view);
  refuseBlocked(view, applying.locate);
}

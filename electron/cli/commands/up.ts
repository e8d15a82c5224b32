import { GantryError } from "../../../shared/errors.ts";
import type { Context } from "../context.ts";
import { deadline } from "../deadline.ts";
import { runApply } from "../run-apply.ts";
import { serviceRows } from "../services.ts";
import { waitUntilWell } from "../wait.ts";

const WAIT_LIMIT = 120_000;

/** `gantry up [SERVICE…]`: makes the engine run what the file says. */
export async function up(context: Context): Promise<void> {
  const { out, options, args } = context;
  const desired = await context.desired("running");
  for (const name of args) {
    if (desired.project.services[name] === undefined) {
      throw new GantryError("bad-input", `The file has no service ${name}.`, {
        hint: `It has: ${Object.keys(desired.project.services).join(", ")}.`,
      });
    }
  }
  const started = Date.now();
  const services = args.length > 0 ? { services: args } : {};
  const plan = await runApply(context, desired, {
    cause: "gantry up",
    removeOrphans: options.removeOrphans,
    build: options.build,
    ...services,
  });
  const engine = await context.engine();
  if (options.wait) {
    const left = Math.max(0, (options.timeout ?? WAIT_LIMIT) - (Date.now() - started));
    const signal = deadline(left, context.signal);
    await waitUntilWell(engine, desired.project, services.services, signal);
  }
  const took = Date.now() - started;
  if (out.json) {
    const rows = serviceRows(desired.project, await engine.observe());
    out.value({ stack: desired.project.name, changes: plan.lines.length, plan, ms: took, services: rows });
  } else if (plan.lines.length > 0) {
    out.text(`${desired.project.name}: ${plan.lines.length} operations done in ${(took / 1000).toFixed(1)} s`);
  }
}

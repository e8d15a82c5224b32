import { GantryError } from "../../../shared/errors.ts";
import { ask } from "../ask.ts";
import type { Context } from "../context.ts";
import { runApply } from "../run-apply.ts";

/** `gantry down [--volumes]`: removes what the stack runs; its volumes only when asked, with a list of them first. */
export async function down(context: Context): Promise<void> {
  const { out, options } = context;
  const desired = await context.desired("absent");
  if (options.volumes && !options.yes && process.stdin.isTTY) await confirmLoss(context, desired.project.name);
  const plan = await runApply(context, desired, {
    cause: "gantry down",
    removeVolumes: options.volumes,
    removeOrphans: true,
  });
  out.value({ stack: desired.project.name, changes: plan.lines.length, plan });
  out.text(
    plan.lines.length === 0 ? `${desired.project.name}: nothing was running` : `${desired.project.name}: removed`,
  );
}

async function confirmLoss(context: Context, stack: string): Promise<void> {
  const observed = await (await context.engine()).observe();
  const volumes = Object.values(observed.volumes).filter(
    (volume) => volume.ours && volume.stack === stack && volume.key !== undefined,
  );
  if (volumes.length === 0) return;
  const names = volumes.map((volume) => volume.name).join(", ");
  if (!(await ask(`This deletes ${names} with all data. Go on?`))) {
    throw new GantryError("cancelled", "Nothing was removed.");
  }
}

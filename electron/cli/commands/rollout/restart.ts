import { GantryError } from "../../../../shared/errors.ts";
import { isJob } from "../../../../shared/health.ts";
import { refusePaused } from "../../../control/pauses.ts";
import type { Context } from "../../context.ts";
import { deadline } from "../../deadline.ts";
import { runApply } from "../../run-apply.ts";
import { waitUntilWell } from "../../wait.ts";
import { appliedDesired, appliedServices, rolloutStack } from "./rollout-stack.ts";

const WAIT_LIMIT = 120_000;

/** `gantry rollout restart [SERVICE…]`: replaces every replica by one that is the same; jobs only when they are named. */
export async function restart(given: Context): Promise<void> {
  const { out, options } = given;
  const stack = await rolloutStack(given);
  const applied = appliedServices(stack, given.args);
  const { desired } = applied.newest;
  if (desired.want !== "running") {
    throw new GantryError("bad-input", `${stack.name} is stopped.`, { hint: "`gantry up` starts it." });
  }
  const models = desired.project.services;
  const services = applied.services.filter((name) => {
    const model = models[name];
    return given.args.length > 0 || (model !== undefined && !isJob(model));
  });
  refusePaused(stack.observed, stack.name, services);
  const replicas = Object.values(stack.observed.replicas).filter(
    (one) => one.ours && one.stack === stack.name && one.service !== undefined && services.includes(one.service),
  );
  const replace = Object.fromEntries(replicas.map((one) => [one.id, "restart asked for"]));
  const wish = { cause: `restarted ${services.join(", ")}`, services, replace, imagesAreFresh: true };
  const plan = await runApply(stack.context, appliedDesired(stack, applied.newest), wish);
  if (options.wait) {
    const signal = deadline(options.timeout ?? WAIT_LIMIT, given.signal);
    await waitUntilWell(stack.engine, desired.project, services, signal);
  }
  out.value({ stack: stack.name, restarted: services, replicas: replicas.length, plan });
  for (const name of services) {
    out.text(`${name}: ${replicas.filter((one) => one.service === name).length} replaced`);
  }
}

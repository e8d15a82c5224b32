import { pausedOf } from "../../../control/pauses.ts";
import type { Context } from "../../context.ts";
import { runApply } from "../../run-apply.ts";
import { appliedDesired, appliedServices, rolloutStack } from "./rollout-stack.ts";

/** `gantry rollout resume [SERVICE…]`: lets updates go on, and applies what waited. */
export async function resume(given: Context): Promise<void> {
  const { out } = given;
  const stack = await rolloutStack(given);
  const { newest, services } = appliedServices(stack, given.args);
  const resumed = pausedOf(stack.observed, stack.name, services);
  for (const service of resumed) await stack.engine.pause(stack.name, service, false);
  // A process that holds the stack stands at the pause and goes on by itself.
  const held = stack.observed.locks[stack.name] !== undefined;
  const waiting = resumed.length > 0 && newest.desired.want === "running" && !held;
  const options = { cause: `resumed ${resumed.join(", ")}`, services: resumed, imagesAreFresh: true };
  const plan = waiting ? await runApply(stack.context, appliedDesired(stack, newest), options) : undefined;
  out.value({ stack: stack.name, resumed, plan });
  for (const service of resumed) out.text(`${service}: resumed${held ? ", the update that waited goes on" : ""}`);
  for (const service of given.args.filter((one) => !resumed.includes(one))) out.text(`${service}: was not paused`);
  if (resumed.length === 0 && given.args.length === 0) out.text(`${stack.name}: nothing is paused`);
}

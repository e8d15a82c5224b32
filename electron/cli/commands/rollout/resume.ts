import type { Context } from "../../context.ts";
import { runApply } from "../../run-apply.ts";
import { appliedDesired, appliedServices, rolloutStack } from "./rollout-stack.ts";

/** `gantry rollout resume [SERVICE…]`: lets updates go on, and applies what waited. */
export async function resume(given: Context): Promise<void> {
  const { out } = given;
  const stack = await rolloutStack(given);
  const { newest, services } = appliedServices(stack, given.args);
  const paused = stack.observed.paused?.[stack.name] ?? [];
  const resumed = services.filter((service) => paused.includes(service));
  for (const service of resumed) await stack.engine.pause(stack.name, service, false);
  const waiting = resumed.length > 0 && newest.desired.want === "running";
  const options = { cause: `resumed ${resumed.join(", ")}`, services: resumed, imagesAreFresh: true };
  const plan = waiting ? await runApply(stack.context, appliedDesired(stack, newest), options) : undefined;
  out.value({ stack: stack.name, resumed, plan });
  for (const service of resumed) out.text(`${service}: resumed`);
  for (const service of given.args.filter((one) => !resumed.includes(one))) out.text(`${service}: was not paused`);
  if (resumed.length === 0 && given.args.length === 0) out.text(`${stack.name}: nothing is paused`);
}

import type { Context } from "../../context.ts";
import { appliedServices, rolloutStack } from "./rollout-stack.ts";

/** `gantry rollout pause [SERVICE…]`: an update waits before its next batch, in whatever process it runs. */
export async function pause(context: Context): Promise<void> {
  const { out } = context;
  const stack = await rolloutStack(context);
  const { services } = appliedServices(stack, context.args);
  for (const service of services) await stack.engine.pause(stack.name, service, true);
  out.value({ stack: stack.name, paused: services });
  for (const service of services) out.text(`${service}: paused`);
}

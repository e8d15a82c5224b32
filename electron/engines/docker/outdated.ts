import type { Desired, Observed } from "../engine.ts";
import type { CompileContext } from "./compile.ts";
import { planContext } from "./plan-context.ts";
import { createPlanGraph } from "./plan-graph.ts";
import { planNetworks } from "./plan-places.ts";
import { reconcileService } from "./reconcile.ts";

/**
 * Replicas that run another state of their service than the model says, by id, with the reason: what an apply would
 * replace, were no update held.
 */
export function outdatedReplicas(
  desired: Desired,
  observed: Observed,
  env: CompileContext["env"],
): Readonly<Record<string, string>> {
  const unheld = { ...observed, paused: {} };
  const options = { mode: "apply", cause: "" } as const;
  const context = planContext(createPlanGraph(desired.project.name), desired, unheld, options, env);
  const { replaced } = planNetworks(context);
  const changes = context.services.map(([name, service]) => reconcileService(context, name, service, replaced));
  return Object.fromEntries(changes.flatMap(({ replace }) => replace.map(({ replica, cause }) => [replica.id, cause])));
}

import type { Plan } from "../../../shared/plan.ts";
import type { Desired, Observed, PlanOptions } from "../engine.ts";
import type { DockerCall } from "./call.ts";
import { planDown } from "./plan-down.ts";
import { planContext, type PlanContext } from "./plan-context.ts";
import { createPlanGraph } from "./plan-graph.ts";
import { gatewayChange, planGatewayImage } from "./plan-gateway.ts";
import { planImages } from "./plan-images.ts";
import { checkForeign, checkServices, planOrphans } from "./plan-notes.ts";
import { orderReplicas } from "./plan-order.ts";
import { planNetworks, planVolumes } from "./plan-places.ts";
import { planRecord } from "./plan-record.ts";
import { noteUnsupported } from "./plan-unsupported.ts";
import { reconcileService } from "./reconcile.ts";

/**
 * What must be done on the engine so that `desired` holds: desired state against observed state, no engine call, no
 * clock but the one given. Images come first and everything waits for them, so that a missing image leaves nothing
 * half-made; then the record, then networks and volumes, then replicas in the order of `depends_on`.
 */
export function planDocker(
  desired: Desired,
  observed: Observed,
  options: PlanOptions,
  surroundings: { env: Readonly<Record<string, string | undefined>>; now: number },
): Plan<DockerCall> {
  const graph = createPlanGraph(desired.project.name);
  const context = planContext(graph, desired, observed, options, surroundings.env);
  if (desired.want === "running") planUp(context, surroundings.now, surroundings.env);
  else planDown(context, surroundings.now);
  return graph.finish();
}

function planUp(context: PlanContext, now: number, env: Readonly<Record<string, string | undefined>>): void {
  const heal = context.options.mode === "heal";
  const networks = planNetworks(context);
  const changes = context.services.map(([name, service]) =>
    reconcileService(context, name, service, networks.replaced),
  );
  checkForeign(context, changes);
  checkServices(context, changes, env);
  if (!heal) noteUnsupported(context);
  const gateway = gatewayChange(context, networks.replaced);
  const images = [...planImages(context, changes), ...planGatewayImage(context, gateway)];
  const recorded = heal ? [] : planRecord(context, now, images);
  const base = recorded.length > 0 ? recorded : images;
  const volumes = planVolumes(context, base);
  orderReplicas(context, changes, { base, images, volumes, networks, gateway });
  if (!heal) planOrphans(context, base);
}

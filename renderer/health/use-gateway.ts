import { useMemo } from "react";
import type { ServiceHealth } from "../../shared/health.ts";
import { useProject, useReplicas } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { useUsage } from "../state/usage-store.ts";
import { gatewayView, isOutOfBalancer, type GatewayView } from "./gateway.ts";

const OUT = "out of the balancer";

/** The open stack's gateway; undefined where it has none, and while the stack is not meant to run. */
export function useGateway(): GatewayView | undefined {
  const project = useProject();
  const gateway = useApp((state) =>
    Object.values(state.replicas).find((one) => one.role === "gateway" && one.stack === state.stack?.name),
  );
  const byService = useApp((state) => state.byService);
  const fresh = useApp((state) => state.connection.state === "live");
  const wanted = useApp((state) => state.applied?.wanted === "running");
  const usage = useUsage((history) => history.byReplica);
  return useMemo(
    () => (wanted ? gatewayView(project, gateway, byService, usage, fresh) : undefined),
    [wanted, project, gateway, byService, usage, fresh],
  );
}

/**
 * The reason of a replica's state, and that it gets no requests where that is so. Of a ready one that alone is worth
 * saying, and there is room for it in the table.
 */
export function useReplicaReason({ replica, status, reason }: ServiceHealth["replicas"][number]): string {
  const siblings = useReplicas(replica.service ?? "");
  const fresh = useApp((state) => state.connection.state === "live");
  const out = useUsage((history) => fresh && isOutOfBalancer(replica, siblings, history.byReplica));
  if (!out) return reason;
  return status === "ready" ? OUT : `${reason}, ${OUT}`;
}

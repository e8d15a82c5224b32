import { kept } from "../../shared/autoscale/kept.ts";
import type { AppliedView } from "../../shared/contract.ts";
import { desiredReplicas } from "../../shared/health.ts";
import type { Service } from "../../shared/stack/project.ts";

/** Replicas that are wanted now: the file's number, or the autoscaler's while it has it. */
export function heldReplicas(service: Service, applied: Pick<AppliedView, "replicas"> | null, name: string): number {
  return desiredReplicas(kept(service, applied?.replicas[name]));
}

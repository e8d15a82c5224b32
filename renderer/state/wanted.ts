import type { AppliedView } from "../../shared/contract.ts";

/** Whether replicas of a service are meant to be there: then one that is missing or ended is a fault. */
export function isWanted(applied: Pick<AppliedView, "wanted" | "replicas"> | null, service: string): boolean {
  return applied?.wanted === "running" && service in applied.replicas;
}

import { serviceHealth } from "../../shared/health.ts";
import type { Engine, Observed, Revision } from "../engines/engine.ts";

/** How far the newest revision of a service is. */
export interface RolloutRow {
  service: string;
  /** Replicas that run the newest revision, whether they are ready or not. */
  updated: number;
  ready: number;
  wanted: number;
  paused: boolean;
  done: boolean;
  /** In words; for what is not done with the reason where there is one. */
  status: string;
}

/** How far the engine is with what was applied last. Pure. */
export function rolloutRows(
  engine: Pick<Engine, "outdated">,
  { stack, desired }: Revision,
  observed: Observed,
): RolloutRow[] {
  const outdated = engine.outdated(desired, observed);
  const running = desired.want === "running";
  const mine = Object.values(observed.replicas).filter((one) => one.ours && one.stack === stack);
  return Object.entries(desired.project.services).map(([service, model]) => {
    const replicas = mine.filter((one) => one.service === service);
    const health = serviceHealth(model, replicas, running);
    const old = replicas.filter((one) => outdated[one.id] !== undefined).length;
    const updated = replicas.length - old;
    const { ready, desired: wanted } = health;
    const paused = observed.paused?.[stack]?.includes(service) === true;
    const complete = old === 0 && replicas.length === wanted && ready >= wanted;
    const done = running ? complete || health.status === "completed" : health.status === "stopped";
    return { service, updated, ready, wanted, paused, done, status: words() };

    function words(): string {
      if (done) return `${running ? "done" : "stopped"}${paused ? ", paused" : ""}`;
      if (paused && old > 0) return `paused, ${old} still on the old state`;
      const sick = health.replicas.find((one) => one.status === "failing" || one.status === "warning");
      if (sick !== undefined) return `${sick.replica.name}: ${sick.reason}`;
      if (old > 0) return `updating, ${old} still on the old state`;
      if (replicas.length > wanted) return `${replicas.length - wanted} more than wanted`;
      return running ? "starting" : "stopping";
    }
  });
}

import { desiredReplicas, exitReason, isJob } from "../../shared/health.ts";
import type { AppliedStack, Replica } from "../../shared/observed.ts";
import type { Service } from "../../shared/stack/project.ts";
import type { Desired, Observed } from "../engines/engine.ts";

/** One replica that self-healing should bring back, and why. */
export interface Ailment {
  stack: string;
  service: string;
  number: number;
  /** `stack/service/number`: the key of its back-off, the same for every container that fills this place. */
  slot: string;
  reason: string;
  /** The replica that is there; absent when it was removed. */
  replica?: Replica;
  /** Whether it must be made anew; else starting it is enough. */
  replace: boolean;
}

/**
 * What of an applied stack needs healing, from the engine's picture alone. Pure.
 *
 * A stack of which nothing is left, no replica and no network, was taken down by somebody with another tool: that is
 * a wish, not a fault, and is left alone.
 */
export function ailmentsOf(applied: AppliedStack<Desired>, observed: Observed): Ailment[] {
  if (applied.desired.want !== "running") return [];
  const { project } = applied.desired;
  const mine = Object.values(observed.replicas).filter((one) => one.stack === project.name && one.ours);
  const networks = Object.values(observed.networks).some((one) => one.stack === project.name);
  if (mine.length === 0 && !networks) return [];
  return Object.entries(project.services).flatMap(([name, service]) =>
    isJob(service)
      ? []
      : serviceAilments(
          project.name,
          name,
          service,
          mine.filter((one) => one.service === name),
        ),
  );
}

function serviceAilments(stack: string, name: string, service: Service, replicas: readonly Replica[]): Ailment[] {
  const desired = desiredReplicas(service);
  const make = (number: number, reason: string, replace: boolean, replica?: Replica): Ailment => ({
    stack,
    service: name,
    number,
    slot: `${stack}/${name}/${number}`,
    reason,
    replace,
    ...(replica === undefined ? {} : { replica }),
  });
  const byNumber = replicas.toSorted((a, b) => a.number - b.number).slice(0, Math.max(desired, 0));
  const sick = byNumber.flatMap((replica): Ailment[] => {
    const { number } = replica;
    if (replica.state === "running" && replica.health === "unhealthy")
      return [make(number, "unhealthy", true, replica)];
    if (replica.state === "exited") return [make(number, `ended: ${exitReason(replica)}`, false, replica)];
    if (replica.state === "dead") return [make(number, "dead", true, replica)];
    if (replica.state === "restarting") return [make(number, `crashing: ${exitReason(replica)}`, false, replica)];
    if (replica.state === "created") return [make(number, replica.error || "never started", false, replica)];
    return [];
  });
  const held = new Set(replicas.map((replica) => replica.number));
  const missing: Ailment[] = [];
  for (let number = 1; held.size < desired; number += 1) {
    if (held.has(number)) continue;
    held.add(number);
    missing.push(make(number, "removed from outside", true));
  }
  return [...sick, ...missing];
}

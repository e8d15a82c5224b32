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
 * Whether anything is left of a stack: without a replica and a network it was taken down by somebody with another tool,
 * and that is a wish, not a fault.
 */
export function isThere(stack: string, observed: Observed): boolean {
  const networks = Object.values(observed.networks).some((one) => one.stack === stack);
  return networks || replicasOf(stack, observed).length > 0;
}

function replicasOf(stack: string, observed: Observed): Replica[] {
  return Object.values(observed.replicas).filter((one) => one.stack === stack && one.ours && one.role === undefined);
}

/**
 * What of an applied stack needs healing, from the engine's picture alone. Pure.
 */
export function ailmentsOf(applied: AppliedStack<Desired>, observed: Observed): Ailment[] {
  if (applied.desired.want !== "running") return [];
  const { project } = applied.desired;
  if (!isThere(project.name, observed)) return [];
  const mine = replicasOf(project.name, observed);
  return Object.entries(project.services).flatMap(([name, service]) => {
    if (isJob(service)) return [];
    const replicas = mine.filter((one) => one.service === name);
    const ailments = serviceAilments(project.name, name, service, replicas);
    // What never ran waits for what it depends on, as in an apply; what ran comes back whatever became of that.
    return mayBegin(service, mine) ? ailments : ailments.filter(({ replica }) => replica?.startedAt !== undefined);
  });
}

/** Whether everything that the service depends on is as far as it has to be. */
function mayBegin(service: Service, mine: readonly Replica[]): boolean {
  return Object.entries(service.depends_on ?? {}).every(([name, { condition, required }]) => {
    if (!required) return true;
    const others = mine.filter((one) => one.service === name);
    if (condition === "service_completed_successfully")
      return others.length > 0 && others.every((one) => one.state === "exited" && one.exitCode === 0);
    return condition !== "service_healthy" || others.some((one) => one.state === "running" && one.health === "healthy");
  });
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

import type { Replica } from "./observed.ts";
import type { Service } from "./stack/project.ts";
import { formatSpan } from "./units.ts";

/** How a service is doing. The window, `gantry ps` and the tests read the same words. */
export type ServiceStatus = "running" | "starting" | "degraded" | "failed" | "stopped" | "completed";

/** How one replica is doing, in the colours of the replica blocks. */
export type ReplicaStatus = "ready" | "starting" | "warning" | "failing" | "stopped" | "completed";

export interface ServiceHealth {
  status: ServiceStatus;
  ready: number;
  desired: number;
  replicas: Array<{ replica: Replica; status: ReplicaStatus; reason: string }>;
}

/** Replicas the file asks for. Source: Compose Specification, `deploy.replicas` and `scale`; 1 when unsaid. */
export function desiredReplicas(service: Service): number {
  if (service.deploy?.mode?.startsWith("global") === true) return 1;
  return service.scale ?? service.deploy?.replicas ?? 1;
}

/** A service that is meant to end: by `x-gantry.kind`, by deploy mode, or because the file says it must not be restarted. */
export function isJob(service: Service): boolean {
  const kind = service["x-gantry"]?.kind;
  if (kind !== undefined) return kind === "job" || kind === "cronjob";
  const mode = service.deploy?.mode ?? "";
  if (mode.endsWith("-job")) return true;
  const condition = service.deploy?.restart_policy?.condition;
  if (condition !== undefined) return condition !== "any";
  return service.restart === "no" || service.restart?.startsWith("on-failure") === true;
}

/** Why a container ended, in words. Exit codes above 128 are signals: POSIX shell convention, 128 + number. */
export function exitReason(replica: Pick<Replica, "exitCode" | "oomKilled" | "memoryLimit">): string {
  if (replica.oomKilled) return "out of memory, killed by the kernel (exit code 137)";
  const code = replica.exitCode ?? 0;
  const known: Record<number, string> = {
    125: "the engine could not run it",
    126: "the command is not executable",
    127: "the command was not found",
    130: "interrupted (SIGINT)",
    134: "aborted (SIGABRT)",
    137: "killed (SIGKILL)",
    139: "crashed (SIGSEGV)",
    143: "stopped (SIGTERM)",
  };
  const words = known[code];
  return words === undefined ? `exit code ${code}` : `${words}, exit code ${code}`;
}

/**
 * State of one replica with the reason in words.
 *
 * @param wanted false when the stack was stopped: then a replica that had to be killed at the end of its grace period
 *   is no fault.
 */
export function replicaStatus(
  replica: Replica,
  job: boolean,
  wanted = true,
): { status: ReplicaStatus; reason: string } {
  switch (replica.state) {
    case "running":
      if (replica.health === "unhealthy") {
        return { status: "failing", reason: replica.healthOutput ?? "health check fails" };
      }
      if (replica.health === "starting") return { status: "starting", reason: "waiting for its health check" };
      return { status: "ready", reason: replica.health === "healthy" ? "health check passes" : "running" };
    case "restarting":
      return { status: "failing", reason: `restarting: ${exitReason(replica)}` };
    case "created":
      return replica.error === undefined || replica.error === ""
        ? { status: "starting", reason: "created, not started yet" }
        : { status: "failing", reason: replica.error };
    case "paused":
      return { status: "warning", reason: "paused" };
    case "removing":
      return { status: "stopped", reason: "being removed" };
    case "exited":
    case "dead":
      if (job && replica.exitCode === 0) return { status: "completed", reason: completedReason(replica) };
      if (replica.exitCode === 0 || (replica.exitCode === 143 && !job)) {
        return { status: "stopped", reason: exitReason(replica) };
      }
      if (!wanted && replica.exitCode === 137 && !replica.oomKilled) {
        return { status: "stopped", reason: exitReason(replica) };
      }
      return { status: "failing", reason: exitReason(replica) };
  }
}

/** `completed in 4 min`; without the time where the engine does not tell it. */
function completedReason({ startedAt, finishedAt }: Replica): string {
  if (startedAt === undefined || finishedAt === undefined || finishedAt < startedAt) return "completed";
  return `completed in ${formatSpan(finishedAt - startedAt)}`;
}

/**
 * State of a service from its replicas.
 *
 * @param wanted false when the stack was stopped or never applied: then missing replicas are no fault.
 */
export function serviceHealth(service: Service, replicas: readonly Replica[], wanted: boolean): ServiceHealth {
  const job = isJob(service);
  const desired = desiredReplicas(service);
  const rows = replicas
    .map((replica) => ({ replica, ...replicaStatus(replica, job, wanted) }))
    .sort((a, b) => a.replica.number - b.replica.number || a.replica.createdAt - b.replica.createdAt);
  const count = (status: ReplicaStatus) => rows.filter((row) => row.status === status).length;
  const ready = count("ready") + count("completed");
  const base = { ready, desired, replicas: rows };
  if (job && rows.length > 0 && count("completed") === rows.length) return { status: "completed", ...base };
  if (count("failing") > 0) return { status: ready > 0 ? "degraded" : "failed", ...base };
  if (!wanted && ready + count("starting") + count("warning") === 0) return { status: "stopped", ...base };
  if (ready >= desired && count("starting") === 0 && count("warning") === 0) {
    return { status: desired === 0 ? "stopped" : "running", ...base };
  }
  if (count("warning") > 0) return { status: "degraded", ...base };
  return { status: "starting", ...base };
}

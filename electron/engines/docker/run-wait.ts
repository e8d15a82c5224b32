import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../shared/errors.ts";
import { exitReason } from "../../../shared/health.ts";
import type { Replica } from "../../../shared/observed.ts";
import type { Report } from "../engine.ts";
import type { WaitCall } from "./call.ts";
import { hasStatus } from "./errors.ts";
import { replicaLabel } from "./plan-context.ts";
import { replicaOfInspect } from "./replica-of.ts";

/** Milliseconds between two looks. */
const SHORTEST = 50;
const LONGEST = 500;

/**
 * Waits until all containers are healthy, or have completed. There is no limit of its own: whoever asked gives up by
 * the signal.
 *
 * @throws GantryError `unhealthy` or `failed` as soon as it cannot come true any more, unless it is not required
 */
export async function waitFor(docker: Docker, call: WaitCall, report: Report, signal: AbortSignal): Promise<void> {
  for (let pause = SHORTEST; ; pause = Math.min(LONGEST, pause * 1.3)) {
    const replicas = await Promise.all(call.containers.map((name) => look(docker, name, signal)));
    try {
      const open = replicas.filter((replica) => !isThere(replica, call.until));
      if (open.length === 0) return;
      report(`${replicas.length - open.length} of ${replicas.length} ${call.until}`);
    } catch (error) {
      if (!call.required) return report(`goes on without: ${(error as Error).message}`);
      throw error;
    }
    await sleep(pause, undefined, { signal });
  }
}

async function look(docker: Docker, name: string, signal: AbortSignal): Promise<Replica> {
  try {
    return replicaOfInspect(await docker.getContainer(name).inspect({ abortSignal: signal }));
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    throw new GantryError("failed", `${name} was removed while others waited for it.`, {
      hint: "Apply again.",
      cause: error,
    });
  }
}

/**
 * Whether the replica is where it is waited for.
 *
 * @throws GantryError when it never will be by itself
 */
export function isThere(replica: Replica, until: WaitCall["until"]): boolean {
  const label = replicaLabel(replica);
  const ended = replica.state === "exited" || replica.state === "dead";
  if (until === "completed") {
    if (ended && replica.exitCode !== 0) {
      const hint = `\`gantry logs ${replica.service}\` shows why.`;
      throw new GantryError("failed", `${label} did not complete: ${exitReason(replica)}.`, { hint });
    }
    return ended;
  }
  if (ended) {
    const hint = `\`gantry logs ${replica.service}\` shows why.`;
    throw new GantryError("failed", `${label} ended before it was healthy: ${exitReason(replica)}.`, { hint });
  }
  if (replica.health === "unhealthy") {
    throw new GantryError("unhealthy", `${label} is unhealthy.`, {
      hint: "Look at what its health check says, and at its logs.",
      cause: replica.healthOutput,
    });
  }
  if (replica.state === "running" && replica.health === "none") {
    throw new GantryError("failed", `${label} has no health check, so it never becomes healthy.`, {
      hint: "Add a healthcheck, or depend on it with service_started.",
    });
  }
  return replica.state === "running" && replica.health === "healthy";
}

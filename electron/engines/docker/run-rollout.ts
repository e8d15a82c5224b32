import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../shared/errors.ts";
import { exitReason } from "../../../shared/health.ts";
import type { Replica } from "../../../shared/observed.ts";
import type { Report } from "../engine.ts";
import type { GateCall, SettleCall } from "./call.ts";
import { hasStatus } from "./errors.ts";
import { pauseName } from "./pause.ts";
import { replicaLabel } from "./plan-context.ts";
import { replicaOfInspect } from "./replica-of.ts";

/** Milliseconds between two looks. */
const SHORTEST = 50;
const LONGEST = 500;

/**
 * Waits until the new replicas of an update are ready, then watches them for `monitor`.
 *
 * @throws GantryError `unhealthy` when more of them fail than the update allows, with the first one's evidence
 */
export async function settle(docker: Docker, call: SettleCall, report: Report, signal: AbortSignal): Promise<void> {
  let readyAt: number | undefined;
  for (let pause = SHORTEST; ; pause = Math.min(LONGEST, pause * 1.3)) {
    const verdicts = await Promise.all(call.containers.map((name) => look(docker, name, signal)));
    const verdict = judge(call, verdicts);
    if (verdict === "ready") {
      readyAt ??= Date.now();
      if (Date.now() - readyAt >= call.monitor) return;
      report(`ready, watched for ${call.monitor / 1000} s`);
    } else {
      readyAt = undefined;
      report(verdict);
    }
    await sleep(readyAt === undefined ? pause : Math.min(LONGEST, call.monitor), undefined, { signal });
  }
}

/** One new replica: ready, on its way, or failed with the evidence. */
export type Verdict = { state: "ready" | "waiting" } | { state: "failed"; label: string; why: string };

/**
 * `ready`, or how many are, in words.
 *
 * @throws GantryError `unhealthy` when too many failed
 */
export function judge(call: SettleCall, verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter((one) => one.state === "failed");
  const first = failed[0];
  if (first !== undefined && failed.length / Math.max(1, call.total) > call.maxFailureRatio) {
    throw new GantryError("unhealthy", `The update of ${call.service} fails: ${first.label} ${first.why}.`, {
      hint: `\`gantry logs ${call.service}\` shows why.`,
    });
  }
  const ready = verdicts.filter((one) => one.state === "ready").length;
  if (ready + failed.length === verdicts.length) return "ready";
  return `${ready} of ${verdicts.length} ready`;
}

async function look(docker: Docker, name: string, signal: AbortSignal): Promise<Verdict> {
  try {
    return verdictOf(replicaOfInspect(await docker.getContainer(name).inspect({ abortSignal: signal })));
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    return { state: "failed", label: name, why: "was removed" };
  }
}

/** A new replica that had to be restarted has failed, though it runs again. */
export function verdictOf(replica: Replica): Verdict {
  const failed = (why: string): Verdict => ({ state: "failed", label: replicaLabel(replica), why });
  if (replica.state === "exited" || replica.state === "dead") return failed(`ended: ${exitReason(replica)}`);
  if (replica.state === "restarting" || replica.restarts > 0) return failed(`keeps ending: ${exitReason(replica)}`);
  if (replica.health === "unhealthy") {
    const output = replica.healthOutput;
    return failed(output === undefined ? "is unhealthy" : `is unhealthy: ${output}`);
  }
  const ready = replica.state === "running" && (replica.health === "none" || replica.health === "healthy");
  return { state: ready ? "ready" : "waiting" };
}

/** Waits out the delay between two batches, and as long as the service's rollout is paused. */
export async function passGate(docker: Docker, call: GateCall, report: Report, signal: AbortSignal): Promise<void> {
  if (call.delay > 0) await sleep(call.delay, undefined, { signal });
  while (await isPaused(docker, call)) {
    report(`paused: gantry rollout resume ${call.service} goes on`);
    await sleep(LONGEST, undefined, { signal });
  }
}

async function isPaused(docker: Docker, { stack, service }: GateCall): Promise<boolean> {
  try {
    await docker.getVolume(pauseName(stack, service)).inspect();
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

import { desiredReplicas, exitReason, isJob } from "../../../shared/health.ts";
import type { Replica } from "../../../shared/observed.ts";
import type { Service } from "../../../shared/stack/project.ts";
import type { CreateCall } from "./call.ts";
import { changedKeys } from "./changed-keys.ts";
import { imageOf } from "./compile.ts";
import { networkKeys } from "./compile-networks.ts";
import { isFixedPort } from "./compile-ports.ts";
import { sameImage } from "./image-name.ts";
import type { PlanContext } from "./plan-context.ts";

/** What happens to one service; the order is made elsewhere. */
export interface ServiceChange {
  name: string;
  service: Service;
  create: Array<{ number: number; cause: string; call: CreateCall }>;
  replace: Array<{ replica: Replica; cause: string; call: CreateCall }>;
  start: Array<{ replica: Replica; cause: string }>;
  remove: Array<{ replica: Replica; cause: string }>;
  /** Replicas that stay untouched. */
  keep: Replica[];
}

/** Compares what a service should be with what runs. Pure. `replacedNetworks`: keys of networks that are made anew. */
export function reconcileService(
  context: PlanContext,
  name: string,
  service: Service,
  replacedNetworks: ReadonlySet<string>,
): ServiceChange {
  const { options } = context;
  const heal = options.mode === "heal";
  const job = isJob(service);
  const wanted = desiredReplicas(service);
  const change: ServiceChange = { name, service, create: [], replace: [], start: [], remove: [], keep: [] };
  const { kept, extra } = selectReplicas(context, name, service, wanted);
  if (!heal) change.remove.push(...extra);

  const network = networkKeys(context.desired.project, service).find((key) => replacedNetworks.has(key));
  for (const replica of kept) {
    const call = context.compile(name, service, replica.number);
    const cause =
      options.replace?.[replica.id] ??
      (heal ? undefined : reasonToReplace(context, name, service, replica, call, network)) ??
      reasonToDistrust(replica, call);
    if (cause !== undefined) change.replace.push({ replica, cause, call });
    else if (mustStart(replica, job, heal)) change.start.push({ replica, cause: startCause(replica) });
    else change.keep.push(replica);
  }

  const held = new Set(kept.map((one) => one.number));
  for (let number = 1; held.size < wanted; number += 1) {
    if (held.has(number)) continue;
    held.add(number);
    const cause = heal ? "missing" : createCause(kept.length + change.create.length, wanted, kept.length);
    change.create.push({ number, cause, call: context.compile(name, service, number) });
  }
  return change;
}

/**
 * Which of the replicas there are the service keeps: one for each number, the lowest numbers. Number 1 is always one
 * of them when there are fixed host ports, because it holds these.
 */
function selectReplicas(
  context: PlanContext,
  name: string,
  service: Service,
  wanted: number,
): { kept: Replica[]; extra: Array<{ replica: Replica; cause: string }> } {
  const present = context.mine.filter((one) => one.service === name && one.state !== "removing");
  const byNumber = new Map<number, Replica>();
  const extra: Array<{ replica: Replica; cause: string }> = [];
  for (const replica of present) {
    const other = byNumber.get(replica.number);
    if (other === undefined) byNumber.set(replica.number, replica);
    else if (other.state !== "running" && replica.state === "running") {
      byNumber.set(replica.number, replica);
      extra.push({ replica: other, cause: `a second ${name}-${other.number}` });
    } else extra.push({ replica, cause: `a second ${name}-${replica.number}` });
  }
  const all = [...byNumber.values()].sort((a, b) => a.number - b.number);
  const needsFirst = (service.ports ?? []).some(isFixedPort) && !byNumber.has(1);
  const room = Math.max(0, needsFirst ? wanted - 1 : wanted);
  const over = all.slice(room).map((replica) => ({ replica, cause: `${wanted} wanted, ${all.length} there` }));
  return { kept: all.slice(0, room), extra: [...extra, ...over.reverse()] };
}

function reasonToReplace(
  context: PlanContext,
  name: string,
  service: Service,
  replica: Replica,
  call: CreateCall & { hash: string },
  network: string | undefined,
): string | undefined {
  if (replica.state === "dead") return "dead";
  if (replica.configHash !== call.hash) {
    const before = context.observed.applied[context.stack]?.desired.project.services[name];
    const keys = before === undefined ? [] : changedKeys(before, service);
    return keys.length === 0 ? "its configuration changed" : `${keys.join(", ")} changed`;
  }
  if (network !== undefined) return `network ${network} is made anew`;
  const image = imageOf(context.desired.project, name, service);
  // The engine lists a container under its image's id once the name it was made from stands for another image.
  if (!sameImage(replica.image, image) && context.observed.images.has(replica.image))
    return `${image} is another image now`;
  return undefined;
}

/** A process that died between making a container and putting its secrets in leaves one without them. */
function reasonToDistrust(replica: Replica, call: CreateCall): string | undefined {
  return replica.state === "created" && call.files.length > 0 ? "never started, its files may be missing" : undefined;
}

function mustStart(replica: Replica, job: boolean, heal: boolean): boolean {
  if (replica.state === "created") return true;
  if (replica.state !== "exited") return false;
  if (!job) return true;
  return !heal && replica.exitCode !== 0;
}

function startCause(replica: Replica): string {
  if (replica.state === "created") return "never started";
  return replica.exitCode === 0 || replica.exitCode === undefined ? "stopped" : exitReason(replica);
}

function createCause(there: number, wanted: number, before: number): string {
  if (before === 0) return wanted === 1 ? "not there yet" : `${there + 1} of ${wanted}`;
  return `${wanted} wanted, ${before} there`;
}

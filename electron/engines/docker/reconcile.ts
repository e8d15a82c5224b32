import { desiredReplicas, exitReason, isJob } from "../../../shared/health.ts";
import type { Replica } from "../../../shared/observed.ts";
import type { Service } from "../../../shared/stack/project.ts";
import type { CreateCall } from "./call.ts";
import { changedKeys } from "./changed-keys.ts";
import { imageOf } from "./compile.ts";
import { networkKeys } from "./compile-networks.ts";
import { sameImage } from "./image-name.ts";
import type { PlanContext } from "./plan-context.ts";
import { isOwnFixed } from "../../../shared/stack/published-ports.ts";

/** What happens to one service; the order is made elsewhere. */
export interface ServiceChange {
  name: string;
  service: Service;
  /** Also what was made and never started: whoever made it may have ended before its secrets were in it. */
  create: Array<{ number: number; cause: string; call: CreateCall }>;
  replace: Array<{ replica: Replica; cause: string; call: CreateCall }>;
  start: Array<{ replica: Replica; cause: string }>;
  remove: Array<{ replica: Replica; cause: string }>;
  /** Replicas that stay untouched. */
  keep: Replica[];
  /** Replicas that would be replaced, were the service's rollout not paused. */
  held: Replica[];
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
  const change: ServiceChange = { name, service, create: [], replace: [], start: [], remove: [], keep: [], held: [] };
  const network = networkKeys(context.desired.project, service).find((key) => replacedNetworks.has(key));
  const compile = (number: number) => context.compile(name, service, number);
  const judge = (replica: Replica): Judged => {
    const asked = options.replace?.[replica.id];
    // Healing looks at every picture and compares no configuration: nothing is compiled for it in vain.
    if (heal || asked !== undefined) return { replica, cause: asked };
    return { replica, cause: reasonToReplace(context, name, service, replica, compile(replica.number), network) };
  };
  const { kept, extra } = selectReplicas(context, name, service, wanted, judge);
  if (!heal) change.remove.push(...extra);

  const unfinished: ServiceChange["create"] = [];
  const isMeant = (number: number) => options.places?.has(`${name}/${number}`) ?? true;
  const held = !heal && context.observed.paused?.[context.stack]?.includes(name) === true;
  for (const { replica, cause } of kept) {
    if (!isMeant(replica.number)) change.keep.push(replica);
    else if (held && cause !== undefined && replica.state === "running") change.held.push(replica);
    else if (cause !== undefined) change.replace.push({ replica, cause, call: compile(replica.number) });
    else if (replica.state === "created") {
      const call = compile(replica.number);
      if (call.hash === replica.configHash) unfinished.push({ number: replica.number, cause: "never started", call });
      else change.replace.push({ replica, cause: "never started", call });
    } else if (mustStart(replica, job, heal)) change.start.push({ replica, cause: startCause(replica) });
    else change.keep.push(replica);
  }
  change.keep.push(...change.held);

  const taken = new Set(kept.map((one) => one.replica.number));
  for (let number = 1; taken.size < wanted; number += 1) {
    if (taken.has(number)) continue;
    taken.add(number);
    if (!isMeant(number)) continue;
    const cause = heal ? "missing" : createCause(kept.length + change.create.length, wanted, kept.length);
    change.create.push({ number, cause, call: compile(number) });
  }
  change.create.unshift(...unfinished);
  return change;
}

/** A replica with what it should be and why it must be replaced, if it must. */
interface Judged {
  replica: Replica;
  cause: string | undefined;
}

/**
 * Which of the replicas there are the service keeps: one for each number, those that are as they should be before those
 * that are not (an update that was cut off goes on where it was), then the lowest numbers. Number 1 is always one of them
 * when replicas publish fixed host ports themselves, because it holds these.
 */
function selectReplicas(
  context: PlanContext,
  name: string,
  service: Service,
  wanted: number,
  judge: (replica: Replica) => Judged,
): { kept: Judged[]; extra: Array<{ replica: Replica; cause: string }> } {
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
  const all = [...byNumber.values()]
    .map(judge)
    .sort((a, b) => rank(a) - rank(b) || a.replica.number - b.replica.number);
  const needsFirst = (service.ports ?? []).some((port) => isOwnFixed(service, port)) && !byNumber.has(1);
  const room = Math.max(0, needsFirst ? wanted - 1 : wanted);
  const over = all.slice(room).map(({ replica }) => ({ replica, cause: `${wanted} wanted, ${all.length} there` }));
  const kept = all.slice(0, room).sort((a, b) => a.replica.number - b.replica.number);
  return { kept, extra: [...extra, ...over.reverse()] };
}

/** A replica that fails leaves before one of an older version that works. */
function rank({ replica, cause }: Judged): number {
  const works = replica.state === "running" && replica.health !== "unhealthy";
  return (works ? 0 : 2) + (cause === undefined ? 0 : 1);
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

function mustStart(replica: Replica, job: boolean, heal: boolean): boolean {
  if (replica.state !== "exited") return false;
  if (!job) return true;
  return !heal && replica.exitCode !== 0;
}

function startCause(replica: Replica): string {
  return replica.exitCode === 0 || replica.exitCode === undefined ? "stopped" : exitReason(replica);
}

function createCause(there: number, wanted: number, before: number): string {
  if (before === 0) return wanted === 1 ? "not there yet" : `${there + 1} of ${wanted}`;
  return `${wanted} wanted, ${before} there`;
}

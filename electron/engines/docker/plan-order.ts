import type { Replica } from "../../../shared/observed.ts";
import { desiredReplicas } from "../../../shared/health.ts";
import type { Dependency } from "../../../shared/stack/project.ts";
import type { CreateCall } from "./call.ts";
import { hasHealthcheck } from "./compile-health.ts";
import { networkKeys } from "./compile-networks.ts";
import { containerName } from "./compile.ts";
import { byDependency, dependenciesOf } from "./depends.ts";
import { replicaLabel, type PlanContext } from "./plan-context.ts";
import type { NetworkChanges } from "./plan-places.ts";
import type { ServiceChange } from "./reconcile.ts";

interface Ground {
  /** What everything waits for: the record, else the images. */
  base: readonly string[];
  /** What networks wait for: an empty one needs no record, and making it takes as long as writing that. */
  images: readonly string[];
  /** Creations of volumes. */
  volumes: readonly string[];
  networks: NetworkChanges;
}

/**
 * Puts the changes of all services in order: create before start, dependencies before dependents, one replica of a
 * service at a time where running ones are replaced.
 */
export function orderReplicas(context: PlanContext, changes: readonly ServiceChange[], ground: Ground): void {
  const ordered = byDependency(changes, (change) => [change.name, dependenciesOf(change.service)]);
  const isTogether = (change: ServiceChange) =>
    networkKeys(context.desired.project, change.service).some((key) => ground.networks.replaced.has(key));

  // What is on a network that is made anew must be gone before the network can go: all at once, dependencies or not.
  const gone = new Map<string, string>();
  for (const change of ordered.filter(isTogether)) {
    for (const { replica, cause } of change.replace)
      gone.set(replica.id, takeAway(context, replica, cause, ground.base));
  }
  const places = [...addNetworks(context, ground, [...gone.values()]), ...ground.volumes];

  const starts = new Map<string, string[]>();
  for (const change of ordered) {
    const ready = dependencyIds(context, changes, starts, change, ground.base);
    const started: string[] = [];
    starts.set(change.name, started);

    for (const { replica, cause } of change.remove) takeAway(context, replica, cause, ground.base);
    for (const { number, cause, call } of change.create) {
      started.push(...bringUp(context, change.name, number, cause, call, after(places, ground.base), ready));
    }
    for (const { replica, cause } of change.start) {
      const label = replicaLabel(replica);
      const call = { kind: "start" as const, container: replica.id };
      const conditions = [...ground.base, ...ready];
      started.push(
        context.graph.add({
          verb: "start",
          kind: "replica",
          name: label,
          service: change.name,
          cause,
          after: conditions,
          call,
        }),
      );
    }
    let previous: string[] = [];
    for (const { replica, cause, call } of change.replace) {
      const removed = gone.get(replica.id);
      const remove = removed ?? takeAway(context, replica, cause, [...ground.base, ...ready, ...previous]);
      const startAfter = removed === undefined ? [] : ready;
      previous = bringUp(context, change.name, replica.number, cause, call, [remove, ...after(places, [])], startAfter);
      started.push(...previous);
      const more = change.replace.at(-1)?.replica !== replica;
      if (removed === undefined && more && hasHealthcheck(change.service))
        previous = [waitReplica(context, change, call, previous)];
    }
  }
}

function after(places: readonly string[], base: readonly string[]): readonly string[] {
  return [...places, ...base];
}

function addNetworks({ graph }: PlanContext, { networks, base, images }: Ground, gone: readonly string[]): string[] {
  return networks.create.map(({ key, name, cause, body }) => {
    const old = networks.remove.get(key);
    const conditions = [...images];
    if (old !== undefined) {
      const call = { kind: "remove-network" as const, id: old.id };
      conditions.push(graph.add({ verb: "remove", kind: "network", name, cause, after: [...base, ...gone], call }));
    }
    return graph.add({
      verb: "create",
      kind: "network",
      name,
      cause,
      after: conditions,
      call: { kind: "create-network", body },
    });
  });
}

/** Create and start; answers the id of the start. */
function bringUp(
  { graph }: PlanContext,
  service: string,
  number: number,
  cause: string,
  call: CreateCall,
  createAfter: readonly string[],
  startAfter: readonly string[],
): string[] {
  const step = { kind: "replica" as const, name: `${service}-${number}`, service, cause };
  const create = graph.add({ ...step, verb: "create", after: createAfter, call });
  const start = { kind: "start" as const, container: call.name };
  return [graph.add({ ...step, verb: "start", after: [create, ...startAfter], call: start })];
}

/** Stop, when it runs, and remove; answers the id of the removal. Anonymous volumes stay: they may hold data. */
export function takeAway(
  { graph }: PlanContext,
  replica: Replica,
  cause: string,
  conditions: readonly string[],
  volumes = false,
): string {
  const name = replicaLabel(replica);
  const step = {
    kind: "replica" as const,
    name,
    cause,
    ...(replica.service === undefined ? {} : { service: replica.service }),
  };
  const stopped = isStopped(replica)
    ? conditions
    : [graph.add({ ...step, verb: "stop", after: conditions, call: { kind: "stop", container: replica.id } })];
  return graph.add({
    ...step,
    verb: "remove",
    after: stopped,
    call: { kind: "remove", container: replica.id, volumes },
  });
}

export function isStopped(replica: Replica): boolean {
  return replica.state === "created" || replica.state === "exited" || replica.state === "dead";
}

function waitReplica(
  { graph }: PlanContext,
  change: ServiceChange,
  call: CreateCall,
  conditions: readonly string[],
): string {
  return graph.add({
    verb: "wait",
    kind: "service",
    name: `${call.name} healthy`,
    service: change.name,
    cause: "before the next one is replaced",
    after: conditions,
    call: { kind: "wait", containers: [call.name], until: "healthy", required: true },
  });
}

/** What a start of this service has to wait for. */
function dependencyIds(
  context: PlanContext,
  changes: readonly ServiceChange[],
  starts: ReadonlyMap<string, readonly string[]>,
  change: ServiceChange,
  base: readonly string[],
): string[] {
  return [...dependenciesOf(change.service)].flatMap(([name, dependency]) => {
    const other = changes.find((one) => one.name === name);
    if (other === undefined || desiredReplicas(other.service) === 0) return [];
    const begun = starts.get(name) ?? [];
    if (dependency.condition === "service_started" || context.options.mode === "heal") return begun;
    if (begun.length === 0 && isFulfilled(other, dependency)) return [];
    return [waitService(context, changes, other, dependency, begun.length > 0 ? begun : base)];
  });
}

function isFulfilled({ keep }: ServiceChange, { condition }: Dependency): boolean {
  return keep.every((replica) =>
    condition === "service_healthy"
      ? replica.state === "running" && replica.health === "healthy"
      : replica.state === "exited" && replica.exitCode === 0,
  );
}

function waitService(
  context: PlanContext,
  changes: readonly ServiceChange[],
  other: ServiceChange,
  { condition }: Dependency,
  conditions: readonly string[],
): string {
  const until = condition === "service_healthy" ? "healthy" : "completed";
  const waiting = changes.filter(({ service }) => dependenciesOf(service).get(other.name)?.condition === condition);
  const numbers = [
    ...other.keep.map((one) => one.number),
    ...[...other.start, ...other.replace].map((one) => one.replica.number),
    ...other.create.map((one) => one.number),
  ].sort((a, b) => a - b);
  return context.graph.add({
    verb: "wait",
    kind: "service",
    name: `${other.name} ${until}`,
    service: other.name,
    cause: `needed by ${waiting.map((one) => one.name).join(", ")}`,
    after: conditions,
    call: {
      kind: "wait",
      containers: numbers.map((number) => containerName(context.desired.project, other.name, other.service, number)),
      until,
      required: waiting.some(({ service }) => dependenciesOf(service).get(other.name)?.required !== false),
    },
  });
}

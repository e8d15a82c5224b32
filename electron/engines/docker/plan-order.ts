import type { Replica } from "../../../shared/observed.ts";
import { hasHealthcheck } from "./compile-health.ts";
import { networkKeys } from "./compile-networks.ts";
import { byDependency, dependenciesOf } from "./depends.ts";
import { connect, drain } from "./plan-balance.ts";
import type { PlanContext } from "./plan-context.ts";
import { planGateway, removeGateway, type GatewayChange, type GatewayPlan } from "./plan-gateway.ts";
import type { NetworkChanges } from "./plan-places.ts";
import { rollOut } from "./plan-rollout.ts";
import { planMembers } from "./plan-members.ts";
import { bringUp, startAgain, stop, takeAway } from "./plan-steps.ts";
import { dependencyIds } from "./plan-waits.ts";
import type { ServiceChange } from "./reconcile.ts";
import { isRunning, rolloutOf, type Rollout } from "./rollout.ts";

interface Ground {
  /** What everything waits for: the record, else the images. */
  base: readonly string[];
  /** What networks wait for: an empty one needs no record, and making it takes as long as writing that. */
  images: readonly string[];
  /** Creations of volumes. */
  volumes: readonly string[];
  networks: NetworkChanges;
  gateway: GatewayChange;
}

/**
 * Puts the changes of all services in order: create before start, dependencies before dependents, running replicas
 * replaced by the rules of their update, requests led to a replica only while it is ready.
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
  const noGateway = removeGateway(context, ground.gateway, ground.base);
  const networks = addNetworks(context, ground, [...gone.values(), ...noGateway]);
  const places = [...networks, ...ground.volumes];
  const gateway = planGateway(context, ground.gateway, ground.base, networks, noGateway);

  const ports = gateway?.ports ?? [];
  const rolls = (replica: Replica) => isRunning(replica) && !gone.has(replica.id);
  const rollouts = new Map(ordered.map((change) => [change.name, rolloutOf(context, change, ports, rolls)]));
  const updated = new Set(changes.filter((change) => change.replace.length > 0).map((change) => change.name));
  const starts = new Map<string, string[]>();
  for (const change of ordered) {
    const ready = dependencyIds(context, changes, rollouts, starts, change, ground.base);
    const rollout = rollouts.get(change.name);
    const { base, volumes } = ground;
    const noneReplaced = ground.networks.replaced.size === 0;
    const order = { context, change, rollout, ready, places, volumes, noneReplaced, gone, gateway, base, updated };
    const begun = orderService(order);
    starts.set(change.name, begun);
  }
}

interface ServiceOrder {
  context: PlanContext;
  change: ServiceChange;
  rollout: Rollout | undefined;
  ready: readonly string[];
  /** Networks and volumes. */
  places: readonly string[];
  volumes: readonly string[];
  /** No network is made anew under a name that containers are on. */
  noneReplaced: boolean;
  /** Removals that were ordered already, by replica. */
  gone: ReadonlyMap<string, string>;
  gateway: GatewayPlan | undefined;
  base: readonly string[];
  /** Services of which this plan replaces replicas. */
  updated: ReadonlySet<string>;
}

/** Answers the ids of the service's starts. */
function orderService(order: ServiceOrder): string[] {
  const { context, change, rollout, ready, places, gone, gateway, base } = order;
  const { name: service, service: model } = change;
  const started: string[] = [];
  const step = (cause: string, after: readonly string[]) => ({ service, model, cause, after });
  const entered = planMembers(context, change, gateway, base);

  const fresh = change.create.map(({ number, cause, call }) => {
    // A container is made beside its networks and needs them only to start; an old one of their name must be gone, though.
    const early = order.noneReplaced ? order.volumes : places;
    started.push(bringUp(context, service, number, cause, call, [...early, ...base], [...places, ...ready]));
    return { number, container: call.name };
  });
  for (const { replica, cause } of change.start) {
    started.push(startAgain(context, replica, cause, [...base, ...ready]));
    fresh.push({ number: replica.number, container: replica.name });
  }

  const rolled = rollout?.batches.length ?? 0;
  for (const { replica, cause, call } of change.replace) {
    const removal =
      gone.get(replica.id) ??
      (isRunning(replica) ? undefined : takeAway(context, replica, cause, base, replica.state === "created"));
    if (removal === undefined) continue;
    started.push(bringUp(context, service, replica.number, cause, call, [removal, ...places, ...base], ready));
    fresh.push({ number: replica.number, container: call.name });
  }
  const others = change.keep.length + rolled;
  const later = context.options.mode === "heal" && others > 0 && hasHealthcheck(model);
  // What healing made comes in when it is healthy, by the next look: healing holds the stack for a moment only.
  if (!later) connect(context, gateway, step("takes requests", welcome(context, change, others, started)), fresh);
  if (rollout !== undefined && rolled > 0) {
    started.push(...rollOut(context, change, rollout, { gateway, base, places, ready }));
  }
  if (change.remove.length > 0) {
    const first = change.remove[0]?.cause ?? "";
    const replicas = change.remove.map((one) => one.replica);
    const drained = drain(context, gateway, step(first, entered), replicas);
    for (const { replica, cause } of change.remove) takeAway(context, replica, cause, drained);
  }
  restartKept(order, started);
  return started;
}

/**
 * What new replicas wait for before they take requests: their health, when others take requests meanwhile. The first ones
 * go in at once: nothing would answer otherwise, and HAProxy asks them first whether they listen.
 */
function welcome(
  { graph }: PlanContext,
  { name, service, create, start }: ServiceChange,
  others: number,
  after: readonly string[],
): readonly string[] {
  if (others === 0 || !hasHealthcheck(service) || after.length === 0) return after;
  const containers = [...create.map((one) => one.call.name), ...start.map((one) => one.replica.name)];
  const call = { kind: "wait" as const, containers, until: "healthy" as const, required: false };
  const cause = "before they take requests";
  return [
    graph.add({ verb: "wait", kind: "service", name: `${name} new ones healthy`, service: name, cause, after, call }),
  ];
}

/** `depends_on` with `restart: true`: what depends on an updated service is started anew, one replica at a time. */
function restartKept(order: ServiceOrder, started: string[]): void {
  const { context, change, ready, gateway, base } = order;
  const cause = restartCause(order);
  if (cause === undefined) return;
  const { name: service, service: model } = change;
  let previous: readonly string[] = [...base, ...ready];
  for (const replica of change.keep.filter(isRunning)) {
    const drained = drain(context, gateway, { service, model, cause, after: previous }, [replica]);
    const again = startAgain(context, replica, cause, [stop(context, replica, cause, drained)]);
    started.push(again);
    const names = [{ number: replica.number, container: replica.name }];
    previous = connect(context, gateway, { service, model, cause, after: [again] }, names);
  }
}

function restartCause({ context, change, updated }: ServiceOrder): string | undefined {
  if (context.options.mode === "heal") return undefined;
  const dependencies = [...dependenciesOf(change.service)];
  const name = dependencies.find(([other, one]) => one.restart === true && updated.has(other))?.[0];
  return name === undefined ? undefined : `${name} is updated, and it restarts with it`;
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

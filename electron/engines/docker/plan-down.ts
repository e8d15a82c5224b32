import type { Replica } from "../../../shared/observed.ts";
import { dependenciesOf } from "./depends.ts";
import { replicaLabel, type PlanContext } from "./plan-context.ts";
import { isStopped, stop, takeAway } from "./plan-steps.ts";
import { pauseName } from "./pause.ts";
import { planRecord, removeRecords, revisionsOf } from "./plan-record.ts";

/** Stops the stack, or takes it away: dependents before what they depend on. */
export function planDown(context: PlanContext, now: number): void {
  if (context.desired.want === "stopped") stopStack(context, now);
  else removeStack(context);
}

function stopStack(context: PlanContext, now: number): void {
  const first = context.mine.length === 0 ? [] : planRecord(context, now, []);
  const cause = "the stack is stopped";
  inReverse(context, (replica, conditions) =>
    isStopped(replica) ? undefined : stop(context, replica, cause, [...first, ...conditions]),
  );
  const { gateway } = context;
  if (gateway !== undefined && !isStopped(gateway) && context.options.services === undefined) {
    stop(context, gateway, cause, first);
  }
}

function removeStack(context: PlanContext): void {
  const { graph, observed, options, stack } = context;
  const cause = "the stack is removed";
  const revisions = revisionsOf(context);
  // First of all: from here on nothing brings the replicas back, also when this is cut short.
  const first = revisions.length === 0 ? [] : [removeRecords(context, revisions, cause, [])];
  const held = observed.paused?.[stack] ?? [];
  if (held.length > 0) {
    const names = held.map((service) => pauseName(stack, service));
    const call = { kind: "remove-volumes" as const, names };
    graph.add({ verb: "remove", kind: "pause", name: held.join(", "), cause, after: first, call });
  }
  const gone: string[] = [];
  inReverse(context, (replica, conditions) => {
    gone.push(takeAway(context, replica, cause, [...first, ...conditions], options.removeVolumes === true));
    return isStopped(replica) ? undefined : `stop replica ${replicaLabel(replica)}`;
  });
  // At once: its ports are free, and nobody is answered by half a stack.
  if (context.gateway !== undefined) gone.push(takeAway(context, context.gateway, cause, first));
  const after = gone.length > 0 ? gone : first;
  for (const network of Object.values(observed.networks)) {
    if (!network.ours || network.stack !== stack) continue;
    graph.add({
      verb: "remove",
      kind: "network",
      name: network.name,
      cause,
      after,
      call: { kind: "remove-network", id: network.id },
    });
  }
  if (options.removeVolumes !== true) return;
  for (const volume of Object.values(observed.volumes)) {
    if (!volume.ours || volume.stack !== stack) continue;
    const call = { kind: "remove-volumes" as const, names: [volume.name] };
    graph.add({ verb: "remove", kind: "volume", name: volume.name, cause: "its data is removed as well", after, call });
  }
}

/** Visits our replicas, dependents first; `visit` answers the id of the stop that dependencies have to wait for. */
function inReverse(context: PlanContext, visit: (replica: Replica, conditions: string[]) => string | undefined): void {
  const { project } = context.desired;
  const only = context.options.services;
  const names = [...new Set(context.mine.map((one) => one.service ?? ""))].filter(
    (name) => only?.includes(name) ?? true,
  );
  const stops = new Map<string, string[]>();
  const stopsOf = (name: string): string[] => {
    const known = stops.get(name);
    if (known !== undefined) return known;
    const mine: string[] = [];
    stops.set(name, mine);
    const dependents = names.filter((other) => {
      const service = project.services[other];
      return service !== undefined && dependenciesOf(service).has(name);
    });
    const conditions = dependents.flatMap(stopsOf);
    for (const replica of context.mine.filter((one) => (one.service ?? "") === name)) {
      const id = visit(replica, conditions);
      if (id !== undefined) mine.push(id);
    }
    return mine;
  };
  for (const name of names) stopsOf(name);
}

import type { Replica } from "../../../shared/observed.ts";
import type { Service } from "../../../shared/stack/project.ts";
import type { BalanceCall } from "./gateway/balance-call.ts";
import { stopSeconds } from "./compile-limits.ts";
import { replicaLabel, type PlanContext } from "./plan-context.ts";
import { isBehind, portHolders, type GatewayPlan } from "./plan-gateway.ts";

/** Seconds after which Docker kills what was asked to stop, when the file says nothing. */
const USUAL_GRACE = 10;
/** Seconds that a new version may take until it answers on its port. */
const ANSWER = 60;

interface Change {
  service: string;
  model: Service;
  cause: string;
  after: readonly string[];
}

/** A replica by its number and its container's name. */
export interface Named {
  number: number;
  container: string;
}

/**
 * Brings replicas into the gateway's balancer; answers what to wait for after it, which is what was to be waited for
 * before it when the service is not behind the gateway.
 *
 * @param strict the replicas must answer on their ports before anything else happens
 */
export function connect(
  { graph, stack }: PlanContext,
  gateway: GatewayPlan | undefined,
  { service, model, cause, after }: Change,
  replicas: readonly Named[],
  strict?: { onFailure?: "pause" | "rollback" },
): readonly string[] {
  if (!isBehind(gateway, service) || replicas.length === 0) return after;
  const call: BalanceCall = {
    ...base(stack, gateway, service, model),
    add: replicas.map((one) => one.container),
    ...(strict === undefined ? {} : { answerSeconds: ANSWER }),
  };
  const name = `${service}-${numbers(replicas)}`;
  const more = strict?.onFailure === undefined ? {} : { onFailure: strict.onFailure };
  const conditions = [...after, ...gateway.ready];
  return [graph.add({ verb: "connect", kind: "replica", name, service, cause, after: conditions, ...more, call })];
}

/** Takes replicas out of the balancer; answers what to wait for after it, see `connect`. */
export function drain(
  context: PlanContext,
  gateway: GatewayPlan | undefined,
  { service, model, cause, after }: Change,
  replicas: readonly Replica[],
): readonly string[] {
  const running = replicas.filter((one) => one.state === "running" || one.state === "restarting");
  if (!isBehind(gateway, service)) return after;
  // One that still publishes a port of the gateway's itself must go before the gateway can start.
  const holders = new Set(portHolders(context, gateway.ports).map((one) => one.id));
  if (running.length === 0 || running.some((one) => holders.has(one.id))) return after;
  const { graph, stack } = context;
  const call: BalanceCall = { ...base(stack, gateway, service, model), drain: running.map((one) => one.name) };
  const name =
    running.length === 1 && running[0] !== undefined
      ? replicaLabel(running[0])
      : `${service}-${numbers(running.map(({ number, name: container }) => ({ number, container })))}`;
  return [
    graph.add({ verb: "drain", kind: "replica", name, service, cause, after: [...after, ...gateway.ready], call }),
  ];
}

function base(stack: string, gateway: GatewayPlan, service: string, model: Service): BalanceCall {
  return {
    kind: "balance",
    stack,
    gateway: gateway.name,
    service,
    ports: gateway.ports,
    add: [],
    drain: [],
    drainSeconds: stopSeconds(model) ?? USUAL_GRACE,
  };
}

/** `3`, `3 to 10`, `1, 3, 5`: the numbers of replicas in a plan's line. */
function numbers(replicas: readonly Named[]): string {
  const list = replicas.map((one) => one.number).sort((a, b) => a - b);
  const first = list[0] ?? 0;
  const last = list.at(-1) ?? 0;
  if (list.length > 2 && last - first === list.length - 1) return `${first} to ${last}`;
  return list.join(", ");
}

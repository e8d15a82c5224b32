import type { Replica } from "../../../shared/observed.ts";
import { compileGateway, GATEWAY_IMAGE, type CompiledGateway } from "./gateway/gateway-compile.ts";
import { gatewayPorts, type GatewayPort } from "./gateway/gateway-ports.ts";
import { normalImage } from "./image-name.ts";
import { networkLabels } from "./labels.ts";
import { hashOf } from "./hash.ts";
import type { PlanContext } from "./plan-context.ts";
import { recordedProject } from "./plan-record.ts";
import { isStopped, startAgain, takeAway } from "./plan-steps.ts";

/** What has to happen to the stack's gateway, before the order is known. */
export interface GatewayChange {
  action: "none" | "keep" | "start" | "create" | "replace" | "remove";
  cause: string;
  wanted: CompiledGateway | undefined;
  ports: GatewayPort[];
}

/** The gateway as the rest of the plan needs it. */
export interface GatewayPlan {
  name: string;
  /** All of the stack's. */
  ports: GatewayPort[];
  /** Ids that must be done before its balancer can be changed; none when it runs. */
  ready: readonly string[];
}

/** Compares the gateway with what the record of this plan will say. `replaced`: keys of networks that are made anew. */
export function gatewayChange(context: PlanContext, replaced: ReadonlySet<string>): GatewayChange {
  const project = recordedProject(context);
  const wanted = compileGateway(project, context.desired.files);
  const there = context.gateway;
  const change = { wanted, ports: gatewayPorts(project) };
  const because = (action: GatewayChange["action"], cause: string): GatewayChange => ({ action, cause, ...change });
  if (wanted === undefined) {
    return there === undefined ? because("none", "") : because("remove", "nothing is published through it any more");
  }
  if (there === undefined) return because("create", `publishes ${published(change.ports)}`);
  if (there.state === "dead") return because("replace", "dead");
  // Healing brings back and updates nothing: another version of Gantry may have written this one.
  if (there.configHash !== wanted.hash && context.options.mode === "apply")
    return because("replace", `publishes ${published(change.ports)}`);
  const network = [...replaced].find((key) => wanted.networks.includes(project.networks[key]?.name ?? key));
  if (network !== undefined) return because("replace", `network ${network} is made anew`);
  // Whoever made it may have ended before its configuration was in it: that is written once more.
  if (there.state === "created") return because("create", "never started");
  return isStopped(there) ? because("start", "stopped") : because("keep", "");
}

function published(ports: readonly GatewayPort[]): string {
  const byService = new Map<string, number[]>();
  for (const { service, published: port } of ports) byService.set(service, [...(byService.get(service) ?? []), port]);
  return [...byService].map(([service, list]) => `${list.join(", ")} of ${service}`).join(", ");
}

/** Pulls the gateway's image when it is needed and absent; answers the ids. */
export function planGatewayImage({ graph, observed }: PlanContext, { action }: GatewayChange): string[] {
  if ((action !== "create" && action !== "replace") || observed.images.has(normalImage(GATEWAY_IMAGE))) return [];
  const call = { kind: "pull" as const, image: GATEWAY_IMAGE };
  return [
    graph.add({ verb: "pull", kind: "image", name: GATEWAY_IMAGE, cause: "the gateway's, not on the engine", call }),
  ];
}

/** Takes a gateway away that is not wanted so any more; answers the ids. What it published is free then. */
export function removeGateway(
  context: PlanContext,
  { action, cause }: GatewayChange,
  base: readonly string[],
): string[] {
  if (context.gateway === undefined || (action !== "replace" && action !== "remove")) return [];
  return [takeAway(context, context.gateway, cause, base)];
}

/**
 * Makes and starts the gateway.
 *
 * @param places ids of the networks it needs
 * @param gone ids of removals that must come first: of its predecessor
 */
export function planGateway(
  context: PlanContext,
  change: GatewayChange,
  base: readonly string[],
  places: readonly string[],
  gone: readonly string[],
): GatewayPlan | undefined {
  const { graph, stack, gateway } = context;
  const { action, wanted, ports, cause } = change;
  if (wanted === undefined) return undefined;
  const { name } = wanted;
  if (action === "keep") return { name, ports, ready: [] };
  if (action === "start" && gateway !== undefined) {
    return { name, ports, ready: [startAgain(context, gateway, cause, base)] };
  }
  const step = { kind: "gateway" as const, name, cause };
  const own = ownNetwork(context, wanted, base);
  const call = { kind: "create-gateway" as const, stack, create: wanted, ports };
  const create = graph.add({ ...step, verb: "create", after: [...base, ...places, ...own, ...gone], call });
  const holders = portHolders(context, ports).map((replica) => `remove replica ${replica.service}-${replica.number}`);
  const start = { kind: "start" as const, container: name };
  const ready = [graph.add({ ...step, verb: "start", after: [create, ...holders], call: start })];
  return { name, ports, ready };
}

function ownNetwork(
  { graph, observed, stack }: PlanContext,
  wanted: CompiledGateway,
  base: readonly string[],
): string[] {
  const name = wanted.ownNetwork;
  if (name === undefined || Object.values(observed.networks).some((one) => one.name === name && one.ours)) return [];
  const body = { Name: name, Driver: "bridge", Labels: networkLabels(stack, "gantry:gateway", hashOf(name)) };
  const cause = "an internal network publishes no port";
  return [
    graph.add({ verb: "create", kind: "network", name, cause, after: base, call: { kind: "create-network", body } }),
  ];
}

/** Replicas that publish a port of the gateway's themselves: from before there was one. */
export function portHolders({ mine }: PlanContext, ports: readonly GatewayPort[]): Replica[] {
  const wanted = new Set(ports.map((port) => port.published));
  return mine.filter((one) => one.ports.some((port) => port.published !== undefined && wanted.has(port.published)));
}

/** Whether the stack's gateway publishes something of the service. */
export function isBehind(gateway: GatewayPlan | undefined, service: string): gateway is GatewayPlan {
  return gateway?.ports.some((port) => port.service === service) === true;
}

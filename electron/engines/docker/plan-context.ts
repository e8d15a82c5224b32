import type { Replica } from "../../../shared/observed.ts";
import type { Service } from "../../../shared/stack/project.ts";
import type { Desired, Observed, PlanOptions } from "../engine.ts";
import { compileReplica, type CompileContext } from "./compile.ts";
import type { CreateCall } from "./call.ts";
import type { PlanGraph } from "./plan-graph.ts";

/** What every part of the planner works on. */
export interface PlanContext {
  graph: PlanGraph;
  desired: Desired;
  observed: Observed;
  options: PlanOptions;
  stack: string;
  /** The services this plan is about. */
  services: ReadonlyArray<readonly [string, Service]>;
  /** The stack's gateway, when there is one. */
  gateway: Replica | undefined;
  /** Our replicas of the stack's services, lowest number first. */
  mine: readonly Replica[];
  compile: (name: string, service: Service, number: number) => CreateCall & { hash: string };
}

export function planContext(
  graph: PlanGraph,
  desired: Desired,
  observed: Observed,
  options: PlanOptions,
  env: CompileContext["env"],
): PlanContext {
  const { project, files } = desired;
  const only = options.services === undefined ? undefined : new Set(options.services);
  const context: CompileContext = { project, files, env };
  const ours = Object.values(observed.replicas).filter((one) => one.ours && one.stack === project.name);
  return {
    graph,
    desired,
    observed,
    options,
    stack: project.name,
    services: Object.entries(project.services).filter(([name]) => only?.has(name) ?? true),
    gateway: ours.find((one) => one.role === "gateway"),
    mine: ours.filter((one) => one.role === undefined).sort((a, b) => a.number - b.number || a.createdAt - b.createdAt),
    compile: (name, service, number) => compileReplica(context, name, service, number),
  };
}

/** How a replica is called in a plan: `web-1`. */
export function replicaLabel(replica: Pick<Replica, "service" | "number" | "name" | "role">): string {
  if (replica.role === "gateway") return "gateway";
  return replica.service === undefined ? replica.name : `${replica.service}-${replica.number}`;
}

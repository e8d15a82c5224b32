import { desiredReplicas } from "../../shared/health.ts";
import type { EngineInfo } from "../../shared/observed.ts";
import type { PlanNote } from "../../shared/plan.ts";
import type { Service } from "../../shared/stack/project.ts";

/** The one node that an engine is. */
export type Node = Pick<EngineInfo, "name" | "os" | "arch">;

/** Undefined: it cannot hold and cannot be wrong either, because a plain engine has no such thing. */
type Verdict = { holds: boolean; actual: string } | undefined;

/**
 * Placement on an engine that is one node. What is true or false of the machine itself (name, system, processor) is
 * checked: false means the service is meant for another machine and is refused. What only a Swarm knows (roles,
 * labels, ids) is told and the service runs all the same. Pure.
 * Source: Docker documentation, "docker service create --constraint"; the words of `deploy.placement`.
 */
export function placementNotes(services: ReadonlyArray<readonly [string, Service]>, node: Node): PlanNote[] {
  return services.flatMap(([name, service]) => {
    const placement = service.deploy?.placement ?? {};
    const constraints = Array.isArray(placement["constraints"]) ? placement["constraints"] : [];
    return [
      ...constraints.flatMap((text: unknown, index) => constraintNote(name, String(text), index, node) ?? []),
      ...perNodeNote(name, service, placement["max_replicas_per_node"]),
    ];
  });
}

function constraintNote(name: string, text: string, index: number, node: Node): PlanNote | undefined {
  const path = ["services", name, "deploy", "placement", "constraints", index];
  const [, key = "", operator, value = ""] = /^\s*([\w.-]+)\s*(==|!=)\s*(.*?)\s*$/.exec(text) ?? [];
  if (operator === undefined) {
    const message = `The placement constraint "${text}" of ${name} cannot be read and has no effect.`;
    return { severity: "warning", code: "placement", message, hint: "Write KEY==VALUE or KEY!=VALUE.", path };
  }
  const verdict = judge(key, value, node);
  if (verdict === undefined) {
    // Nothing carries the label or role, so that "is not" is true.
    if (operator === "!=") return undefined;
    const message = `The placement constraint "${text}" of ${name} has no effect: a Docker engine is one node without ${thing(key)}.`;
    return { severity: "warning", code: "placement", message, path };
  }
  if (verdict.holds === (operator === "==")) return undefined;
  if (key === "node.role") {
    const message = `The placement constraint "${text}" of ${name} has no effect: a Docker engine is one node, a manager as far as Swarm's words go.`;
    return { severity: "warning", code: "placement", message, path };
  }
  return {
    severity: "blocker",
    code: "placement",
    message: `Service ${name} must not run here: its placement constraint is "${text}", and this engine's ${key} is ${verdict.actual}.`,
    hint: "Choose another target, or take the constraint away.",
    path,
  };
}

function judge(key: string, value: string, { name, os, arch }: Node): Verdict {
  if (key === "node.hostname") return { holds: value === name, actual: name };
  if (key === "node.platform.os" && os !== undefined) return { holds: value.toLowerCase() === os, actual: os };
  if (key === "node.platform.arch" && arch !== undefined) {
    return { holds: processor(value) === processor(arch), actual: arch };
  }
  return key === "node.role" ? { holds: value === "manager", actual: "manager" } : undefined;
}

/** Swarm says what the kernel says, image registries what Go says. */
function processor(name: string): string {
  const same: Record<string, string> = { x86_64: "amd64", aarch64: "arm64", armv7l: "arm", i386: "386", i686: "386" };
  const lower = name.toLowerCase();
  return same[lower] ?? lower;
}

function thing(key: string): string {
  if (key.startsWith("node.labels.")) return "node labels";
  return key.startsWith("engine.labels.") ? "labels that Gantry reads" : key;
}

function perNodeNote(name: string, service: Service, most: unknown): PlanNote[] {
  const replicas = desiredReplicas(service);
  if (typeof most !== "number" || most === 0 || replicas <= most) return [];
  return [
    {
      severity: "warning",
      code: "placement",
      message: `Service ${name} allows ${most} of its ${replicas} replicas on a node; a Docker engine is one node and runs all of them.`,
      path: ["services", name, "deploy", "placement", "max_replicas_per_node"],
    },
  ];
}

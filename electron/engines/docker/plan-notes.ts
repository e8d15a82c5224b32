import { desiredReplicas } from "../../../shared/health.ts";
import type { Port, Service } from "../../../shared/stack/project.ts";
import { contentOf, fileReferences } from "./compile-mounts.ts";
import { replicaLabel, type PlanContext } from "./plan-context.ts";
import { isOwnFixed } from "../../../shared/stack/published-ports.ts";
import { takeAway } from "./plan-steps.ts";
import { isRedacted } from "./record.ts";
import type { ServiceChange } from "./reconcile.ts";

/** Containers that stand in the way and are not ours: said, never touched. */
export function checkForeign(context: PlanContext, changes: readonly ServiceChange[]): void {
  const { graph, observed, stack } = context;
  const all = Object.values(observed.replicas);
  const project = all.filter((one) => !one.ours && one.stack === stack);
  if (project.length > 0) {
    graph.note({
      severity: "blocker",
      code: "foreign",
      message: `Another tool runs a Compose project named ${stack}: ${project.map((one) => one.name).join(", ")}.`,
      hint: `Take it down with \`docker compose -p ${stack} down\` first, or give this stack another name.`,
      path: ["name"],
    });
    return;
  }
  const holders = new Map(all.filter((one) => !one.ours || one.stack !== stack).map((one) => [one.name, one]));
  for (const { name, create, replace } of changes) {
    for (const { call } of [...create, ...replace]) {
      if (!holders.has(call.name)) continue;
      graph.note({
        severity: "blocker",
        code: "foreign",
        message: `There is a container ${call.name} that does not belong to this stack.`,
        hint: "Remove or rename it, or choose another name.",
        path: ["services", name, "container_name"],
      });
    }
  }
}

/** What the file asks for that cannot be as it stands. */
export function checkServices(
  context: PlanContext,
  changes: readonly ServiceChange[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  for (const change of changes) {
    checkReplicas(context, change);
    notePaused(context, change);
    checkCores(context, change);
    if (change.create.length + change.replace.length > 0) checkFiles(context, change, env);
  }
}

function checkReplicas({ graph, options }: PlanContext, { name, service }: ServiceChange): void {
  const replicas = desiredReplicas(service);
  if (replicas <= 1 || options.mode === "heal") return;
  if (service.container_name !== undefined) {
    graph.note({
      severity: "blocker",
      code: "container-name",
      message: `Service ${name} has ${replicas} replicas and one fixed container name.`,
      hint: "Take container_name away, or run one replica.",
      path: ["services", name, "container_name"],
    });
  }
  for (const [index, port] of (service.ports ?? []).entries()) {
    if (!isOwnFixed(service, port)) continue;
    graph.note({
      severity: "warning",
      code: "port-on-one-replica",
      message: `Port ${port.published} of ${name} reaches replica 1 only, not all ${replicas}: ${reasonOf(service, port)}.`,
      path: ["services", name, "ports", index],
    });
  }
}

/** What a paused rollout leaves as it is. Source of the meaning: Kubernetes, "Pausing and Resuming a rollout". */
function notePaused({ graph }: PlanContext, { name, held }: ServiceChange): void {
  if (held.length === 0) return;
  graph.note({
    severity: "warning",
    code: "paused",
    message: `The rollout of ${name} is paused: ${held.map(replicaLabel).join(", ")} stay as they are.`,
    hint: `\`gantry rollout resume ${name}\` goes on.`,
    path: ["services", name],
  });
}

/** Why the gateway does not balance a port. */
function reasonOf(service: Service, port: Port): string {
  if (service.network_mode !== undefined) return `it is in network_mode ${service.network_mode}`;
  if ((port.protocol ?? "tcp") !== "tcp") return `the gateway balances TCP, not ${port.protocol?.toUpperCase()}`;
  return `mode ${port.mode} asks for the replica's own port`;
}

/** Compose reads both and hands both on; the engine then refuses the container: "Conflicting options". */
function checkCores({ graph }: PlanContext, { name, service }: ServiceChange): void {
  const cpus = service.deploy?.resources?.limits?.cpus ?? service.cpus ?? 0;
  const key = (["cpu_quota", "cpu_period"] as const).find((one) => (service[one] ?? 0) !== 0);
  if (cpus === 0 || key === undefined) return;
  graph.note({
    severity: "blocker",
    code: "cpus-twice",
    message: `Service ${name} says cpus ${cpus} and ${key}; the engine takes one of them.`,
    hint: `Keep cpus, or take it away and keep ${key}.`,
    path: ["services", name, key],
  });
}

function checkFiles(
  { graph, desired }: PlanContext,
  { name, service }: ServiceChange,
  env: Readonly<Record<string, string | undefined>>,
): void {
  for (const { kind, reference, object } of fileReferences(desired.project, service)) {
    if (object?.file !== undefined) continue;
    const content = object === undefined ? undefined : contentOf(object, env);
    if (content !== undefined && service.read_only === true) noteReadOnly(graph, name, kind, reference.source);
    if (content !== undefined && !isRedacted(content)) continue;
    const what = `${kind} ${reference.source} of service ${name}`;
    const reason =
      content !== undefined
        ? "is not kept on the engine. Apply the stack file again"
        : object?.environment === undefined
          ? "is external, and a plain Docker engine keeps none"
          : `needs the environment variable ${object.environment}, which is not set`;
    graph.note({
      severity: "blocker",
      code: "no-content",
      message: `The ${what} ${reason}.`,
      hint: `Give it a file: under ${kind}s.${reference.source}, or set its variable, then apply the file again.`,
      path: [`${kind}s`, reference.source],
    });
  }
}

/** The engine answers "container rootfs is marked read-only", after it made the container. */
function noteReadOnly(graph: PlanContext["graph"], name: string, kind: "secret" | "config", source: string): void {
  graph.note({
    severity: "blocker",
    code: "read-only",
    message: `The ${kind} ${source} cannot be put into service ${name}: its file system is read_only.`,
    hint: `Write it to a file and say ${kind}s.${source}.file, which is mounted, or take read_only away.`,
    path: ["services", name, "read_only"],
  });
}

/** Our replicas of services that are not in the file (any more): listed, or removed when that was asked for. */
export function planOrphans(context: PlanContext, after: readonly string[]): void {
  const { graph, mine, desired, options } = context;
  const orphans = mine.filter(
    (one) => one.service === undefined || desired.project.services[one.service] === undefined,
  );
  if (options.removeOrphans === true) {
    for (const replica of orphans) takeAway(context, replica, "its service is not in the file", after);
  } else if (orphans.length > 0) {
    graph.note({
      severity: "warning",
      code: "orphan",
      message: `Running, but not in the file: ${orphans.map(replicaLabel).join(", ")}.`,
      hint: "Remove orphans to take them down.",
    });
  }
}

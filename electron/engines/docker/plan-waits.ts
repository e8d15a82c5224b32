import type { Dependency } from "../../../shared/stack/project.ts";
import { desiredReplicas } from "../../../shared/health.ts";
import { containerName } from "./compile.ts";
import { dependenciesOf } from "./depends.ts";
import type { PlanContext } from "./plan-context.ts";
import type { ServiceChange } from "./reconcile.ts";
import type { Rollout } from "./rollout.ts";

/** What a start of this service has to wait for. `starts`: ids of the starts of each service. */
export function dependencyIds(
  context: PlanContext,
  changes: readonly ServiceChange[],
  rollouts: ReadonlyMap<string, Rollout>,
  starts: ReadonlyMap<string, readonly string[]>,
  change: ServiceChange,
  base: readonly string[],
): string[] {
  return [...dependenciesOf(change.service)].flatMap(([name, dependency]) => {
    const other = changes.find((one) => one.name === name);
    if (other === undefined || desiredReplicas(other.service) === 0) return [];
    const begun = starts.get(name) ?? [];
    if (dependency.condition === "service_started" || context.options.mode === "heal") return [...begun];
    if (begun.length === 0 && isFulfilled(other, dependency)) return [];
    return [waitService(context, changes, rollouts, other, dependency, begun.length > 0 ? begun : base)];
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
  rollouts: ReadonlyMap<string, Rollout>,
  other: ServiceChange,
  { condition }: Dependency,
  conditions: readonly string[],
): string {
  const until = condition === "service_healthy" ? "healthy" : "completed";
  const waiting = changes.filter(({ service }) => dependenciesOf(service).get(other.name)?.condition === condition);
  const numbers = [
    ...other.keep.map((one) => one.number),
    ...other.start.map((one) => one.replica.number),
    ...replacedNumbers(other, rollouts.get(other.name)),
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

/** The numbers that replaced replicas have afterwards. */
function replacedNumbers({ replace }: ServiceChange, rollout: Rollout | undefined): number[] {
  const batches = rollout?.batches ?? [];
  const rolled = new Set(batches.flatMap((batch) => batch.old.map((one) => one.replica.id)));
  const others = replace.filter(({ replica }) => !rolled.has(replica.id)).map(({ replica }) => replica.number);
  return [...others, ...batches.flatMap((batch) => batch.fresh.map((one) => one.number))];
}

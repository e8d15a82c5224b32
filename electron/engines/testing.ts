import type { Operation, Plan } from "../../shared/plan.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import type { Desired, Engine } from "./engine.ts";

/** A stack model by hand, as the loader would make it: canonical form, one default network. For tests. */
export function projectOf(
  name: string,
  services: Record<string, Partial<Service>>,
  more: Partial<Project> = {},
): Project {
  return {
    name,
    services: Object.fromEntries(Object.entries(services).map(([key, service]) => [key, serviceOf(service)])),
    networks: { default: { name: `${name}_default` } },
    volumes: {},
    secrets: {},
    configs: {},
    ...more,
  };
}

function serviceOf(more: Partial<Service>): Service {
  const networks = more.network_mode === undefined ? { networks: { default: null } } : {};
  return {
    image: "busybox:stable",
    command: ["sleep", "3600"],
    entrypoint: null,
    stop_grace_period: "1s",
    ...networks,
    ...more,
  };
}

/** Ids of everything that is carried out before an operation. */
export function comesFirst(plan: Plan, id: string): string[] {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const before of plan.operations.find((operation) => operation.id === one)?.after ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      visit(before);
    }
  };
  visit(id);
  return [...found];
}

export function desiredOf(project: Project, want: Desired["want"] = "running"): Desired {
  return { project, files: ["/work/shop/compose.yaml"], want };
}

/** Carries out a plan, everything that is ready at once. A plain stand-in for the control plane's executor. */
export async function carryOut(
  engine: Engine,
  plan: Plan,
  signal: AbortSignal = new AbortController().signal,
): Promise<Operation[]> {
  const done = new Map<string, Promise<void>>();
  const finished: Operation[] = [];
  const launch = (operation: Operation): Promise<void> => {
    const known = done.get(operation.id);
    if (known !== undefined) return known;
    const before = operation.after.flatMap((id) => plan.operations.find((one) => one.id === id) ?? []);
    const work = Promise.all(before.map(launch))
      .then(() => engine.run(operation, () => undefined, signal))
      .then(() => void finished.push(operation));
    done.set(operation.id, work);
    return work;
  };
  await Promise.all(plan.operations.map(launch));
  return finished;
}

import { withReplicas } from "../../shared/autoscale/kept.ts";
import { desiredReplicas } from "../../shared/health.ts";
import type { EditAnswer } from "../../shared/stack/edit-error.ts";
import type { Project, Service } from "../../shared/stack/project.ts";

/**
 * What holds after scaling one service of a running stack: everything as it was applied, with the new number. Other
 * changes of the file stay pending until they are applied on purpose.
 *
 * @param file the service as the file has it: its autoscaling comes along, because a hand on the slider changes that too
 */
export function scaledProject(
  applied: Project,
  service: string,
  replicas: number | undefined,
  file?: Service,
): Project | undefined {
  const current = applied.services[service];
  if (current === undefined) return undefined;
  const next = replicas === undefined ? current : withReplicas(current, replicas);
  return {
    ...applied,
    services: { ...applied.services, [service]: file === undefined ? next : withAutoscale(next, file) },
  };
}

function withAutoscale(service: Service, file: Service): Service {
  const { autoscale } = file["x-gantry"] ?? {};
  const { "x-gantry": extension, ...rest } = service;
  const { autoscale: _before, ...others } = extension ?? {};
  if (autoscale !== undefined) return { ...service, "x-gantry": { ...others, autoscale } };
  return extension === undefined || Object.keys(others).length === 0 ? rest : { ...service, "x-gantry": others };
}

/**
 * The services that scaling one changed: that one, and when the number is shared and was changed everywhere, all that
 * got it with it.
 */
export function scaledBy(
  { service, replicas, shared }: { service: string; replicas: number; shared?: EditAnswer | undefined },
  before: Project | undefined,
  after: Project | undefined,
): string[] {
  if (shared !== "everywhere") return [service];
  const others = Object.entries(after?.services ?? {}).filter(([name, model]) => {
    const was = before?.services[name];
    return was !== undefined && desiredReplicas(was) !== replicas && desiredReplicas(model) === replicas;
  });
  return [...new Set([service, ...others.map(([name]) => name)])];
}

import { desiredReplicas } from "../../shared/health.ts";
import type { EditAnswer } from "../../shared/stack/edit-error.ts";
import type { Project, Service } from "../../shared/stack/project.ts";

/** The service with another number of replicas, in the place where it already says it. */
export function withReplicas(service: Service, replicas: number): Service {
  if (service.scale !== undefined) return { ...service, scale: replicas };
  return { ...service, deploy: { ...service.deploy, replicas } };
}

/**
 * What holds after scaling one service of a running stack: everything as it was applied, with the new number. Other
 * changes of the file stay pending until they are applied on purpose.
 */
export function scaledProject(applied: Project, service: string, replicas: number): Project | undefined {
  const current = applied.services[service];
  if (current === undefined) return undefined;
  return { ...applied, services: { ...applied.services, [service]: withReplicas(current, replicas) } };
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

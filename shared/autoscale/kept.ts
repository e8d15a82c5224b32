import { desiredReplicas } from "../health.ts";
import type { Project, Service } from "../stack/project.ts";
import { activeAutoscale, settingsOf } from "./settings.ts";

/** The service with another number of replicas, in the place where it already says it. */
export function withReplicas(service: Service, replicas: number): Service {
  if (service.scale !== undefined) return { ...service, scale: replicas };
  return { ...service, deploy: { ...service.deploy, replicas } };
}

/**
 * While a service is autoscaled its number of replicas is the autoscaler's: what was applied last, brought within the
 * bounds of the file. The file's own number is where it starts.
 *
 * @param applied replicas by service as last applied
 */
export function keepAutoscaled(project: Project, applied: Readonly<Record<string, number>>): Project {
  const services = Object.entries(project.services).map(
    ([name, service]) => [name, kept(service, applied[name])] as const,
  );
  if (services.every(([name, service]) => service === project.services[name])) return project;
  return { ...project, services: Object.fromEntries(services) };
}

/** Also writes the number down that the file leaves out, so that the same wish comes out the same the second time. */
export function kept(service: Service, applied: number | undefined): Service {
  const autoscale = activeAutoscale(service);
  if (autoscale === undefined) return service;
  const { min, max } = settingsOf(autoscale);
  // A stack that was switched off by `replicas: 0` starts from the file's number again.
  const from = applied === undefined || applied === 0 ? desiredReplicas(service) : applied;
  return withReplicas(service, Math.min(max, Math.max(min, from)));
}

export function replicasOf(project: Project): Record<string, number> {
  return Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => [name, desiredReplicas(service)]),
  );
}

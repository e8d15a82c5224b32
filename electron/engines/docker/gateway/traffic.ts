import type Docker from "dockerode";
import type { Traffic } from "../../../../shared/observed.ts";
import { hasStatus } from "../errors.ts";
import { compose } from "../labels.ts";
import { gatewayStats } from "./gateway-stats.ts";

/** While it is being added up. */
type Counted = Traffic & Record<"replicas" | "errors", Record<string, number>>;

/**
 * What came through a stack's gateway so far, all ports of a service together. HAProxy knows its servers by short ids;
 * one that is no container of the stack any more is left out.
 */
export async function readTraffic(docker: Docker, stack: string, at: number): Promise<Record<string, Traffic>> {
  const gateway = `${stack}-gateway`;
  if (!(await runs(docker, gateway))) return {};
  const [stats, containers] = await Promise.all([
    gatewayStats(docker, gateway),
    docker.listContainers({ filters: { label: [`${compose.project}=${stack}`] } }),
  ]);
  const services: Record<string, Counted> = {};
  for (const { service, replica, total, errors, up, draining } of stats) {
    const id = containers.find((one) => one.Id.startsWith(replica))?.Id;
    if (id === undefined) continue;
    const one = (services[service] ??= { at, total: 0, replicas: {}, errors: {}, taking: [] });
    one.total += total;
    if (up && !draining && !one.taking.includes(id)) one.taking = [...one.taking, id];
    one.replicas[id] = (one.replicas[id] ?? 0) + total;
    one.errors[id] = (one.errors[id] ?? 0) + errors;
  }
  return services;
}

async function runs(docker: Docker, container: string): Promise<boolean> {
  try {
    return (await docker.getContainer(container).inspect()).State.Running;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

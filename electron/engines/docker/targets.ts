import type { Target } from "../../../shared/contract.ts";
import { listDockerEndpoints, type DockerEndpoint, type Surroundings } from "../../host/docker-context.ts";

export interface DockerTarget {
  target: Target;
  endpoint: DockerEndpoint;
}

/** Every Docker engine of this user as a target; `current` is the id of the one that `docker` itself would use. */
export async function listDockerTargets(
  surroundings: Surroundings,
): Promise<{ targets: DockerTarget[]; current: string; problems: string[] }> {
  const { endpoints, current, problems } = await listDockerEndpoints(surroundings);
  const targets = endpoints.map((endpoint) => ({ target: targetOf(endpoint), endpoint }));
  return { targets, current: idOf(current), problems };
}

function targetOf(endpoint: DockerEndpoint): Target {
  return { id: idOf(endpoint.name), kind: "docker", name: endpoint.name, address: endpoint.address };
}

function idOf(name: string): string {
  return `docker:${name}`;
}

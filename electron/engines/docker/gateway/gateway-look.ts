import type Docker from "dockerode";
import { hasStatus } from "../errors.ts";
import { compose } from "../labels.ts";

/** 12-character ids of the service's containers, by name. */
export async function idsOf(
  docker: Docker,
  { stack, service }: { stack: string; service: string },
): Promise<Map<string, string>> {
  const filters = { label: [`${compose.project}=${stack}`, `${compose.service}=${service}`] };
  const found = await docker.listContainers({ all: true, filters });
  return new Map(found.flatMap(({ Id, Names }) => Names.map((name) => [name.replace(/^\//, ""), Id.slice(0, 12)])));
}

export function aliveOf(ids: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set(ids.values());
}

/** False for one that is not there. */
export async function isRunning(docker: Docker, container: string): Promise<boolean> {
  try {
    const { State: state } = await docker.getContainer(container).inspect();
    return state.Running && !state.Restarting;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

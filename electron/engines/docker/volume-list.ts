import type Docker from "dockerode";
import type { ContainerInfo, VolumeInspectInfo } from "dockerode";
import { GantryError } from "../../../shared/errors.ts";
import type { VolumeFacts } from "../volume-store.ts";
import { hasStatus } from "./errors.ts";
import { compose, gantry } from "./labels.ts";
import { mapPool } from "./pool.ts";
import { HELPER } from "./volume-helper.ts";

/** Inspects in flight at once. */
const INSPECTS = 8;

export async function listVolumes(docker: Docker, stack: string, now: number): Promise<VolumeFacts[]> {
  const filters = { label: [`${gantry.stack}=${stack}`] };
  const [{ Volumes: volumes }, sizes, containers] = await Promise.all([
    docker.listVolumes({ filters }),
    volumeSizes(docker),
    docker.listContainers({ all: true }),
  ]);
  // Records and locks are volumes too, and hold nothing.
  const own = (volumes ?? []).filter((one) => one.Labels?.[gantry.role] === undefined);
  return mapPool(own.toSorted(byName), INSPECTS, async (volume) => {
    const users = usersOf(containers, volume.Name);
    const lastUse = await lastUseOf(docker, users, now);
    const key = volume.Labels?.[compose.volume];
    const size = sizes.get(volume.Name);
    const created = Date.parse((volume as { CreatedAt?: string }).CreatedAt ?? "");
    return {
      name: volume.Name,
      ...(key === undefined ? {} : { key }),
      driver: volume.Driver,
      ...(size === undefined ? {} : { size }),
      users: users.map((one) => ({ name: nameOf(one), running: one.State === "running" })),
      ...(lastUse === undefined ? {} : { lastUse }),
      ...(Number.isNaN(created) ? {} : { createdAt: created }),
    };
  });
}

/** Containers that mount a volume, without our own that copy it. */
export function usersOf(containers: readonly ContainerInfo[], volume: string): ContainerInfo[] {
  return containers.filter(
    (one) =>
      one.Labels[HELPER] === undefined && one.Mounts.some(({ Type, Name }) => Type === "volume" && Name === volume),
  );
}

export function nameOf(container: ContainerInfo): string {
  return (container.Names[0] ?? container.Id.slice(0, 12)).replace(/^\//, "");
}

/**
 * The volume of that name, when it is one of the stack's.
 *
 * @throws GantryError `not-found` or `foreign`
 */
export async function ownVolume(docker: Docker, stack: string, name: string): Promise<VolumeInspectInfo> {
  const volume = await docker
    .getVolume(name)
    .inspect()
    .catch((error: unknown) => {
      if (!hasStatus(error, 404)) throw error;
      throw new GantryError("not-found", `There is no volume ${name}.`, { hint: "`gantry volumes` lists them." });
    });
  if (volume.Labels?.[gantry.stack] === stack && volume.Labels[gantry.role] === undefined) return volume;
  throw new GantryError("foreign", `Volume ${name} does not belong to stack ${stack}.`, {
    hint: "Gantry touches only what it made; `docker volume` works on any.",
  });
}

/** The engine walks through every volume for it; only volumes are asked for (API 1.42 and newer). */
async function volumeSizes(docker: Docker): Promise<ReadonlyMap<string, number>> {
  const answer = await new Promise<{ Volumes?: VolumeInspectInfo[] | null }>((resolve, reject) => {
    // dockerode's own df() drops the query.
    const options = { type: "volume" };
    const call = { path: "/system/df?", method: "GET", options, statusCodes: { 200: true, 500: "server error" } };
    docker.modem.dial(call, (error: unknown, data: unknown) =>
      error === null || error === undefined ? resolve(data as object) : reject(error),
    );
  });
  const sizes = (answer.Volumes ?? []).map((one) => [one.Name, one.UsageData?.Size ?? -1] as const);
  return new Map(sizes.filter(([, size]) => size >= 0));
}

async function lastUseOf(docker: Docker, users: readonly ContainerInfo[], now: number): Promise<number | undefined> {
  if (users.some((one) => one.State === "running")) return now;
  const ends = await mapPool(users, INSPECTS, async ({ Id: id }) => {
    const info = await docker
      .getContainer(id)
      .inspect()
      .catch(() => undefined);
    // The engine writes "never" as the year 1.
    return Math.max(0, Date.parse(info?.State.FinishedAt ?? "") || 0);
  });
  const last = Math.max(0, ...ends);
  return last === 0 ? undefined : last;
}

function byName(a: VolumeInspectInfo, b: VolumeInspectInfo): number {
  return a.Name < b.Name ? -1 : 1;
}

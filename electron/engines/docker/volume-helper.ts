import type Docker from "dockerode";
import { hostname } from "node:os";
import { GantryError } from "../../../shared/errors.ts";
import { request } from "./client.ts";
import { hasStatus } from "./errors.ts";
import { gantry } from "./labels.ts";
import { isDead } from "./lock.ts";

/**
 * The label of the containers through which volumes are copied: made, never started, gone a moment later. Without the
 * stack's own label, so that nobody takes one for a replica or an orphan.
 */
export const HELPER = "dev.gantry.helper";
/** Where the volume lies in it. No image has such a folder. */
const FOLDER = "/gantry-volume";

/**
 * Gives a container that mounts the volume and never runs: the engine reads and writes archives of its file system all
 * the same. It is gone afterwards, whatever happened; one that a killed process left goes at the next time.
 */
export async function withHelper<T>(
  docker: Docker,
  volume: { stack: string; name: string; readOnly: boolean },
  work: (container: Docker.Container, folder: string) => Promise<T>,
): Promise<T> {
  await removeLeftHelpers(docker);
  const { id } = await docker.createContainer(
    request(
      {},
      {
        Image: await someImage(docker, volume.stack),
        Cmd: ["true"],
        Labels: { [HELPER]: volume.stack, [gantry.owner]: `${hostname()}:${process.pid}:helper` },
        HostConfig: {
          NetworkMode: "none",
          Mounts: [
            {
              Type: "volume" as const,
              Source: volume.name,
              Target: FOLDER,
              ReadOnly: volume.readOnly,
              // Nothing of the image may come into the volume. The types want every option.
              VolumeOptions: { NoCopy: true } as never,
            },
          ],
        },
      },
    ),
  );
  const container = docker.getContainer(id);
  try {
    return await work(container, FOLDER);
  } finally {
    await container.remove({ force: true, v: true }).catch((error: unknown) => {
      if (!hasStatus(error, 404, 409)) throw error;
    });
  }
}

/** Helpers of processes that are gone keep a volume in use. */
export async function removeLeftHelpers(docker: Docker): Promise<void> {
  const left = await docker.listContainers({ all: true, filters: { label: [HELPER] } });
  const dead = left.filter((one) => isDead(one.Labels[gantry.owner] ?? ""));
  await Promise.allSettled(dead.map((one) => docker.getContainer(one.Id).remove({ force: true, v: true })));
}

/** Any image will do, because nothing of it runs: one of the stack's, else a small one, else whatever is there. */
async function someImage(docker: Docker, stack: string): Promise<string> {
  const filters = { label: [`${gantry.stack}=${stack}`] };
  const [containers, images] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listImages()]);
  const present = new Set(images.map((one) => one.Id));
  const own = containers.find((one) => present.has(one.ImageID))?.ImageID;
  const small = images.find((one) => one.RepoTags?.some((tag) => /(^|\/)busybox:/.test(tag)));
  const image = own ?? (small ?? images.toSorted((a, b) => a.Size - b.Size)[0])?.Id;
  if (image !== undefined) return image;
  throw new GantryError("failed", "Copying a volume needs an image on the engine, and there is none.", {
    hint: "Pull one, for example with `docker pull busybox`.",
  });
}

import type Docker from "dockerode";
import { once } from "node:events";
import { finished, Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GantryError } from "../../../shared/errors.ts";
import { streamBytes, tarEntries, type TarEntry } from "../../host/tar-entries.ts";
import { cancelled, engineText } from "./errors.ts";
import { tarOfFolder } from "./tar.ts";
import { withHelper } from "./volume-helper.ts";
import { nameOf, ownVolume, usersOf } from "./volume-list.ts";

export async function exportVolume(
  docker: Docker,
  stack: string,
  name: string,
  sink: Writable,
  signal: AbortSignal,
): Promise<void> {
  await ownVolume(docker, stack, name);
  await withHelper(docker, { stack, name, readOnly: true }, async (container, folder) => {
    const archive = (await container.getArchive({ path: `${folder}/.` })) as Readable;
    await pipeline(archive, sink, { signal });
  });
}

export async function importVolume(
  docker: Docker,
  stack: string,
  name: string,
  source: Readable,
  signal: AbortSignal,
): Promise<void> {
  await ownVolume(docker, stack, name);
  await withHelper(docker, { stack, name, readOnly: false }, async (container, folder) => {
    // The client pipes the source into its request and hears nothing of a source that breaks.
    const abort = new AbortController();
    const stop = () => abort.abort();
    signal.addEventListener("abort", stop, { once: true });
    let broken: unknown;
    finished(source, (error) => {
      if (error === null || error === undefined) return;
      broken = error;
      stop();
    });
    try {
      if (signal.aborted) throw cancelled();
      const root = await rootOf(source);
      await container.putArchive(source, { path: folder, abortSignal: abort.signal });
      // The engine leaves the folder it unpacks into as it is; a database wants its own to be its own.
      if (root !== undefined) {
        const archive = tarOfFolder({ ...root, path: folder }, Math.floor(Date.now() / 1000));
        await container.putArchive(archive, { path: "/" });
      }
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw new GantryError(
        "failed",
        `Volume ${name} took only a part of the archive: ${engineText(broken ?? error)}.`,
        {
          hint: "What was unpacked so far is in it; import again from a sound archive.",
          cause: broken ?? error,
        },
      );
    } finally {
      signal.removeEventListener("abort", stop);
      source.destroy();
    }
  });
}

/** The entry of the volume's own folder, which comes first where an archive has one; leaves the source as it was. */
async function rootOf(source: Readable): Promise<Pick<TarEntry, "mode" | "uid" | "gid"> | undefined> {
  if (!source.readableEnded && source.readableLength === 0) await once(source, "readable");
  const start: unknown = source.read();
  if (!Buffer.isBuffer(start)) return undefined;
  source.unshift(start);
  // What is compressed has no entry that could be read here.
  const { value } = await tarEntries(streamBytes(Readable.from([start])))
    .next()
    .catch(() => ({ value: undefined }));
  return value !== undefined && isRoot(value.name) && value.type === "5" ? value : undefined;
}

function isRoot(path: string): boolean {
  return /^\.?\/?$/.test(path);
}

export async function countVolume(docker: Docker, stack: string, name: string, limit: number): Promise<number> {
  await ownVolume(docker, stack, name);
  return withHelper(docker, { stack, name, readOnly: true }, async (container, folder) => {
    const archive = (await container.getArchive({ path: `${folder}/.` })) as Readable;
    let count = 0;
    for await (const { name: path } of tarEntries(streamBytes(archive))) {
      if (!isRoot(path)) count += 1;
      if (count >= limit) break;
    }
    archive.destroy();
    return count;
  });
}

export async function removeVolume(docker: Docker, stack: string, name: string): Promise<void> {
  await ownVolume(docker, stack, name);
  const users = usersOf(await docker.listContainers({ all: true }), name);
  if (users.length > 0) {
    throw new GantryError("failed", `Volume ${name} is used by ${users.map(nameOf).join(", ")}.`, {
      hint: "Take these down first, for example with `gantry down`.",
    });
  }
  await docker.getVolume(name).remove();
}

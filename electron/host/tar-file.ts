import { open, type FileHandle } from "node:fs/promises";
import { GantryError, messageOf } from "../../shared/errors.ts";
import { tarEntries, type TarBytes } from "./tar-entries.ts";

/** First bytes of the ways a Docker engine unpacks an archive by itself. */
const compressed: ReadonlyArray<readonly [name: string, magic: string]> = [
  ["gzip", "1f8b"],
  ["bzip2", "425a68"],
  ["xz", "fd377a585a00"],
  ["zstd", "28b52ffd"],
];

/**
 * Looks through an archive from end to end before anything is done with it, so that one that is cut off or none at all
 * changes nothing. Only headers are read. A compressed one is taken at its word: `entries` is absent.
 *
 * @throws GantryError `bad-input` with what is wrong with the file
 */
export async function checkTar(path: string): Promise<{ entries?: number; bytes: number }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const { size } = await handle.stat();
    const head = (await readAt(handle, 0, 6)).toString("hex");
    if (compressed.some(([, magic]) => head.startsWith(magic))) return { bytes: size };
    let entries = 0;
    for await (const _entry of tarEntries(fileBytes(handle, size))) entries += 1;
    return { entries, bytes: size };
  } catch (error) {
    throw new GantryError("bad-input", `${path} cannot be read: ${reasonOf(error)}.`, {
      hint: "Name an archive that `gantry volumes export` or `tar` wrote.",
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

function fileBytes(handle: FileHandle, size: number): TarBytes {
  let at = 0;
  return {
    async take(count) {
      const bytes = await readAt(handle, at, count);
      at += bytes.length;
      return bytes;
    },
    async skip(count) {
      at += count;
      return at <= size;
    },
  };
}

async function readAt(handle: FileHandle, at: number, count: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, at);
  return buffer.subarray(0, bytesRead);
}

function reasonOf(error: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "it is a folder",
    EACCES: "access is denied",
  };
  return reasons[(error as { code?: string }).code ?? ""] ?? messageOf(error);
}

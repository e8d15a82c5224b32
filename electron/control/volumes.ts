import { access, open, rename, rm, stat } from "node:fs/promises";
import { GantryError } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/units.ts";
import type { Engine } from "../engines/engine.ts";
import type { VolumeFacts } from "../engines/volume-store.ts";
import { checkTar } from "../host/tar-file.ts";
import { lockPatiently } from "./apply.ts";

interface Writer {
  engine: Engine;
  /** `host:pid:random`, see Engine.lock. */
  owner: string;
}

/**
 * The stack's volume that a name stands for: its key in the file, or its name on the engine.
 *
 * @throws GantryError `not-found` with the names there are
 */
export function volumeNamed(facts: readonly VolumeFacts[], name: string): VolumeFacts {
  const found = facts.find((one) => one.name === name) ?? facts.find((one) => one.key === name);
  if (found !== undefined) return found;
  const names = facts.map((one) => one.key ?? one.name);
  throw new GantryError("not-found", `The stack has no volume ${name} on this engine.`, {
    hint: names.length === 0 ? "It has none. `gantry up` makes those of the file." : `It has: ${names.join(", ")}.`,
  });
}

/** Counting means reading the whole volume: only what is read in a moment is counted. */
const CHEAP_BYTES = 64 * 2 ** 20;
const CHEAP_ENTRIES = 10_000;

/** What would be lost with a volume: `shop_data: 1.2 MB, 34 files and folders`. */
export async function lossOf(engine: Engine, stack: string, facts: VolumeFacts): Promise<string> {
  const { name, size } = facts;
  if (size === undefined || size > CHEAP_BYTES) return `${name}: ${sizeText(size)}`;
  const count = await engine.volumes.count(stack, name, CHEAP_ENTRIES);
  const what = count === 1 ? "1 file or folder" : `${count} files and folders`;
  return `${name}: ${sizeText(size)}, ${count >= CHEAP_ENTRIES ? `more than ${CHEAP_ENTRIES} files and folders` : what}`;
}

export function sizeText(size: number | undefined): string {
  return size === undefined ? "size unknown" : formatBytes(size);
}

/**
 * Refuses before anything is removed when one of them is in use.
 *
 * @throws GantryError `failed` naming the users
 */
export function refuseUsed(volumes: readonly VolumeFacts[]): void {
  const used = volumes.filter((one) => one.users.length > 0);
  if (used.length === 0) return;
  const list = used.map(({ name, users }) => `${name} is used by ${users.map((one) => one.name).join(", ")}`);
  throw new GantryError("failed", `${list.join("; ")}.`, {
    hint: "Take these down first, for example with `gantry down`.",
  });
}

export async function removeVolumes(
  writer: Writer,
  stack: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const release = await lockPatiently(writer, stack, signal);
  try {
    for (const name of names) await writer.engine.volumes.remove(stack, name);
  } finally {
    await release();
  }
}

/**
 * Copies a volume to a file, which appears under its name only when it is whole.
 *
 * @returns bytes of the archive
 */
export async function exportVolume(
  engine: Engine,
  stack: string,
  name: string,
  file: string,
  signal: AbortSignal,
): Promise<number> {
  const part = `${file}.part`;
  try {
    const sink = (await open(part, "w")).createWriteStream();
    await engine.volumes.export(stack, name, sink, signal);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw fileError(error, file);
  }
  return (await stat(file)).size;
}

/** Copies an archive into a volume, over what is there; a file that is no whole archive changes nothing. */
export async function importVolume(
  writer: Writer,
  stack: string,
  name: string,
  file: string,
  signal: AbortSignal,
): Promise<number> {
  const { bytes } = await checkTar(file);
  const release = await lockPatiently(writer, stack, signal);
  try {
    await writer.engine.volumes.import(stack, name, (await open(file)).createReadStream(), signal);
  } finally {
    await release();
  }
  return bytes;
}

export async function fileExists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** A failure of the user's own file, told from the engine's. */
function fileError(error: unknown, file: string): unknown {
  const cause = error instanceof GantryError ? error.cause : error;
  const { code, syscall } = (typeof cause === "object" && cause !== null ? cause : {}) as {
    code?: string;
    syscall?: string;
  };
  if (syscall === undefined || !["open", "write", "rename"].includes(syscall)) return error;
  const reasons: Record<string, string> = {
    ENOENT: "its folder does not exist",
    EACCES: "access is denied",
    EISDIR: "it is a folder",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
  };
  const why = reasons[code ?? ""] ?? code ?? "unknown reason";
  return new GantryError("bad-input", `${file} cannot be written: ${why}.`, {
    hint: "Name a file in a folder that you may write to.",
    cause,
  });
}

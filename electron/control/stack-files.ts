/** Stack files on disk: finding, opening, saving. The meaning of their content is `shared/stack`'s. */
import { constants } from "node:fs";
import { access, chmod, copyFile, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { loadStack } from "../../shared/stack/load.ts";
import type { LoadedStack, LoadRequest } from "../../shared/stack/load.ts";
import { TooBigError, type Reader } from "../../shared/stack/reader.ts";
import { GantryError } from "../../shared/errors.ts";
import { maxFileLength } from "../../shared/stack/read-yaml.ts";

export type OpenOptions = Partial<Pick<LoadRequest, "projectName" | "profiles" | "envFiles">> & {
  env?: Record<string, string>;
};

/** Reads, merges and checks stack files with the environment of this process. Paths may be relative. */
export function openStackFiles(files: string[], options: OpenOptions = {}): Promise<LoadedStack> {
  const { env = definedOnly(process.env), ...rest } = options;
  return loadStack({ ...rest, files: files.map((file) => resolve(file)), reader: nodeReader, env });
}

export const nodeReader: Reader = { read: readText, resolve, dirname, basename };

/**
 * A text file's content, or undefined when there is none.
 *
 * A file that is too big is never read whole: only so much that the parser's own limit refuses it.
 * @throws Error for folders, unreadable files and files that are no text.
 */
export async function readText(path: string): Promise<string | undefined> {
  const handle = await open(path, constants.O_RDONLY).catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    if (size > maxFileLength) throw new TooBigError(size);
    const bytes = await handle.readFile();
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new Error("the file is no UTF-8 text", { cause: error });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The text of a stack file that must exist. @throws GantryError `not-found` or `bad-input` */
export async function readStackText(path: string): Promise<string> {
  const text = await readText(path).catch((error: unknown) => {
    throw new GantryError(
      "bad-input",
      `Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  if (text === undefined) throw new GantryError("not-found", `The file ${path} does not exist.`);
  return text;
}

const defaultNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/** The files Compose takes in a folder when none is named: the default file and its override. Empty when there is none. */
export async function findStackFiles(folder: string): Promise<string[]> {
  const present = new Set(await readdir(folder));
  const main = defaultNames.find((name) => present.has(name));
  if (main === undefined) return [];
  const override = overrideNames.find((name) => present.has(name));
  return [main, override].flatMap((name) => (name === undefined ? [] : [join(folder, name)]));
}

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. Keeps the file's mode.
 *
 * @param over what the new text was made from; when the file holds something else by now, nothing is written
 * @throws GantryError `conflict` then
 */
export async function saveStackText(link: string, text: string, over?: string): Promise<void> {
  // The link's target is replaced, not the link.
  const path = await realpath(link).catch(() => link);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now()}.tmp`);
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => undefined,
  );
  try {
    const handle = await open(temporary, "wx", mode ?? 0o644);
    try {
      await handle.writeFile(text, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (mode !== undefined) await chmod(temporary, mode);
    if (over !== undefined && (await readStackText(path)) !== over) {
      throw new GantryError("conflict", `${basename(path)} was changed by another program this very moment.`, {
        hint: "Nothing was written. Do it once more.",
      });
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Copies a sample's file into a folder of its own, so that the user's edits never touch the sample. */
export async function sampleCopy(sample: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const copy = join(folder, basename(sample));
  const exists = await access(copy).then(
    () => true,
    () => false,
  );
  if (!exists) await copyFile(sample, copy);
  return copy;
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

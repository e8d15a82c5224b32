import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod";

/**
 * A small JSON file of our own. A missing one reads as `fallback`; a broken one is set aside under `.broken` and told
 * to `report`, never silently replaced.
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  fallback: T,
  report: (message: string) => void,
): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return fallback;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    await rename(path, `${path}.broken`);
    report(`${path} could not be read and was set aside as ${path}.broken`);
    return fallback;
  }
}

/** Writes whole or not at all: to a neighbour first, then renamed over. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.tmp`;
  await writeFile(next, `${JSON.stringify(value, null, 2)}\n`);
  await rename(next, path);
}

/** Variables from env files, below those of the environment. */
import { parseDotenv } from "./dotenv.ts";
import type { Lookup } from "./interpolate.ts";
import type { Loading, Mention } from "./loading.ts";
import { readText } from "./loading.ts";

/**
 * @param paths env files, the last wins; each must exist unless `optional`.
 * @returns a lookup that asks `base` first.
 */
export async function readEnvFiles(
  paths: string[],
  optional: boolean,
  base: Lookup,
  loading: Loading,
  mention?: Mention,
): Promise<Lookup> {
  const values = new Map<string, string>();
  const lookup: Lookup = (name) => base(name) ?? values.get(name);
  for (const path of paths) {
    const text = await readEnvText(path, optional, loading, mention);
    if (text === undefined) continue;
    const parsed = parseDotenv(text, lookup);
    for (const { line, message } of parsed.problems) {
      loading.report.add({ severity: "error", code: "env-file", message, file: path, line, column: 1, path: [] });
    }
    for (const [name, value] of parsed.values) values.set(name, value);
  }
  return lookup;
}

/** The text of an env file, read once per load. */
export async function readEnvText(
  path: string,
  optional: boolean,
  loading: Loading,
  mention?: Mention,
): Promise<string | undefined> {
  const known = loading.envTexts.get(path);
  if (known !== undefined) return known;
  const text = optional ? await readOptional(path, loading, mention) : await readText(path, loading, mention);
  if (text !== undefined) loading.envTexts.set(path, text);
  return text;
}

async function readOptional(path: string, loading: Loading, mention: Mention | undefined): Promise<string | undefined> {
  let absent = false;
  const reader = {
    ...loading.reader,
    read: async (file: string) => {
      const text = await loading.reader.read(file);
      absent = text === undefined;
      return text ?? "";
    },
  };
  const text = await readText(path, { ...loading, reader }, mention);
  return absent ? undefined : text;
}

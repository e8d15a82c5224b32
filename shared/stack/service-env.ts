/** `env_file` and `label_file` of the services: read and folded into `environment` and `labels`. */
import { parseDotenv } from "./dotenv.ts";
import type { Lookup } from "./interpolate.ts";
import { readEnvText } from "./load-env.ts";
import type { Loading, Scope } from "./loading.ts";
import { warnOutside } from "./loading.ts";
import type { MapEntry, MapTree, Path, Tree } from "./tree.ts";
import { atOf, child, itemsOf, mapOf, scalar, textOf, withEntry, withoutEntries } from "./tree.ts";

export async function foldFiles(name: string, service: MapTree, scope: Scope, loading: Loading): Promise<MapTree> {
  let done = service;
  for (const [from, into] of [
    ["env_file", "environment"],
    ["label_file", "labels"],
  ] as const) {
    if (done.entries.has(from)) done = await fold(name, done, from, into, scope, loading);
  }
  return done;
}

async function fold(
  name: string,
  service: MapTree,
  from: string,
  into: string,
  scope: Scope,
  loading: Loading,
): Promise<MapTree> {
  const references = child(service, from);
  const entries = new Map<string, MapEntry>();
  for (const [index, reference] of itemsOf(references).entries()) {
    await readReference(reference, ["services", name, from, index], entries, scope, loading);
  }
  const given = child(service, into);
  if (given?.kind === "map") for (const [key, entry] of given.entries) entries.set(key, entry);
  const cleaned = withoutEntries(service, [from]);
  return entries.size === 0 ? cleaned : withEntry(cleaned, into, mapOf(given ?? references ?? service, entries));
}

async function readReference(
  reference: Tree,
  path: Path,
  entries: Map<string, MapEntry>,
  scope: Scope,
  loading: Loading,
): Promise<void> {
  const file = textOf(child(reference, "path")) ?? textOf(reference);
  const format = textOf(child(reference, "format"));
  if (file === undefined) return;
  if (format !== undefined && format !== "raw") {
    loading.report.error("wrong-value", reference, path, `The format "${format}" is unknown.`, 'Known is "raw".');
    return;
  }
  const required = child(reference, "required");
  const optional = required?.kind === "scalar" && required.value === false;
  const mention = { at: reference, path };
  warnOutside(file, loading, mention);
  const text = await readEnvText(file, optional, loading, mention);
  if (text === undefined) return;
  const known: Lookup = (key) => scope.lookup(key) ?? textOf(entries.get(key)?.value);
  const parsed = parseDotenv(text, known, format === "raw");
  for (const { line, message } of parsed.problems) {
    loading.report.add({ severity: "error", code: "env-file", message, file, line, column: 1, path });
  }
  const put = (key: string, value: string): void => {
    entries.set(key, { key: atOf(reference), value: scalar(reference, value) });
  };
  for (const key of parsed.inherited) {
    const value = scope.lookup(key);
    if (value !== undefined) put(key, value);
  }
  for (const [key, value] of parsed.values) put(key, value);
}

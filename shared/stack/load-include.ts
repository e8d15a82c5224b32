/** `include`: whole stacks of other folders become part of this one. Source: Compose Specification, 14-include. */
import { readEnvFiles } from "./load-env.ts";
import type { Loading, Mention, Scope } from "./loading.ts";
import { resolvePath, warnOutside } from "./loading.ts";
import { printPath } from "./print-path.ts";
import { shownFile } from "./shown-file.ts";
import { positionOf } from "./source.ts";
import type { MapEntry, MapTree, Tree } from "./tree.ts";
import { child, itemsOf, textOf, toValue, withEntry, withoutEntries } from "./tree.ts";

/** Loads a group of files; given by the caller, because included files may include others. */
export type LoadModel = (
  files: string[],
  scope: Scope,
  chain: string[],
  mention: Mention,
) => Promise<MapTree | undefined>;

const sections = ["services", "models", "networks", "volumes", "secrets", "configs"];

/** @param chain the files that led here, to see a circle. */
export async function applyIncludes(
  root: MapTree,
  scope: Scope,
  chain: string[],
  loading: Loading,
  load: LoadModel,
): Promise<MapTree> {
  const includes = child(root, "include");
  let done = withoutEntries(root, ["include"]);
  for (const [index, entry] of itemsOf(includes).entries()) {
    const mention = { at: entry, path: ["include", index] };
    const model = await loadIncluded(entry, scope, chain, loading, load, mention);
    if (model !== undefined) done = importSections(done, model, mention, loading);
  }
  return done;
}

async function loadIncluded(
  entry: Tree,
  scope: Scope,
  chain: string[],
  loading: Loading,
  load: LoadModel,
  mention: Mention,
): Promise<MapTree | undefined> {
  const { reader, report } = loading;
  const written = entry.kind === "scalar" ? [entry] : itemsOf(child(entry, "path"));
  const names = written.flatMap((path) => textOf(path) ?? []);
  const remote = names.find((name) => /^(https?|ssh|git|oci):|\.git(#|$)|^github\.com\//.test(name));
  if (remote !== undefined) {
    const hint = "Copy the files beside this one and include the copy.";
    report.error(
      "remote-include",
      mention.at,
      mention.path,
      `Gantry includes no remote stacks, found ${remote}.`,
      hint,
    );
    return undefined;
  }
  const files = names.map((name) => resolvePath(name, scope, reader));
  const [first] = files;
  if (first === undefined) return undefined;
  const again = files.find((file) => chain.includes(file));
  if (again !== undefined) {
    const circle = [...chain.slice(chain.indexOf(again)), again]
      .map((file) => shownFile(file, loading.root))
      .join(" -> ");
    report.error("include-cycle", mention.at, mention.path, `The files include each other in a circle: ${circle}.`);
    return undefined;
  }
  for (const file of files) warnOutside(file, loading, mention);
  const directory = textOf(child(entry, "project_directory"));
  const folder = directory === undefined ? reader.dirname(first) : resolvePath(directory, scope, reader);
  const lookup = await includedVariables(entry, folder, scope, loading, mention);
  return load(files, { folder, lookup }, chain, mention);
}

async function includedVariables(
  entry: Tree,
  folder: string,
  scope: Scope,
  loading: Loading,
  mention: Mention,
): Promise<Scope["lookup"]> {
  const named = itemsOf(child(entry, "env_file")).flatMap((file) => textOf(file) ?? []);
  const given = named.map((name) => resolvePath(name, scope, loading.reader));
  for (const file of given) warnOutside(file, loading, mention);
  if (given.length === 0 && folder === scope.folder) return scope.lookup;
  const files = given.length > 0 ? given : [loading.reader.resolve(folder, ".env")];
  return readEnvFiles(files, given.length === 0, scope.lookup, loading, mention);
}

/** Takes the included model's resources in; one that is there already must be the same. */
function importSections(root: MapTree, model: MapTree, mention: Mention, loading: Loading): MapTree {
  let done = root;
  for (const name of sections) {
    const included = child(model, name);
    if (included?.kind !== "map") continue;
    const present = child(done, name);
    const entries = new Map<string, MapEntry>(present?.kind === "map" ? present.entries : []);
    for (const [key, entry] of included.entries) {
      const own = entries.get(key);
      if (own === undefined) entries.set(key, entry);
      else if (!same(own.value, entry.value)) conflict(name, key, own, entry, mention, loading);
    }
    done = withEntry(done, name, { ...(present?.kind === "map" ? present : included), entries });
  }
  return done;
}

function conflict(
  section: string,
  key: string,
  own: MapEntry,
  other: MapEntry,
  mention: Mention,
  loading: Loading,
): void {
  const place = positionOf(other.key.source, other.key.offset);
  const message = `${printPath([section, key])} is also defined, differently, by the included ${shownFile(place.file, loading.root)}:${place.line}.`;
  const hint = "Rename one, or change the included one in an override file (-f).";
  loading.report.error(
    "include-conflict",
    own.key.source.file === place.file ? mention.at : own.key,
    [section, key],
    message,
    hint,
  );
}

function same(a: Tree, b: Tree): boolean {
  return a === b || JSON.stringify(sorted(toValue(a))) === JSON.stringify(sorted(toValue(b)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

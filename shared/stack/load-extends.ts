/** `extends`: a service takes another's settings and puts its own over them. Source: Compose Specification, "extends". */
import type { Loading, Mention, Scope } from "./loading.ts";
import { readDocuments, resolvePath, shapeContext, warnOutside } from "./loading.ts";
import { mergeTrees } from "./merge.ts";
import { printPath } from "./print-path.ts";
import { walkShape } from "./shape-walk.ts";
import { service as serviceShape } from "./shapes/service.ts";
import { shownFile } from "./shown-file.ts";
import { didYouMean } from "./suggest.ts";
import type { MapEntry, MapTree, Tree } from "./tree.ts";
import { atOf, child, textOf, withEntry, withoutEntries } from "./tree.ts";

/** Services of one file, and how to get at them. */
interface Origin {
  file: string;
  scope: Scope;
  /** Canonical services already walked, or raw ones of another file that are walked when used. */
  find(name: string): Tree | undefined;
  names(): string[];
}

/** Resolves every `extends` of a file's services. */
export async function applyExtends(root: MapTree, file: string, scope: Scope, loading: Loading): Promise<MapTree> {
  const services = child(root, "services");
  if (services?.kind !== "map") return root;
  if (![...services.entries.values()].some(({ value }) => child(value, "extends") !== undefined)) return root;
  const origin: Origin = {
    file,
    scope,
    find: (name) => child(services, name),
    names: () => [...services.entries.keys()],
  };
  const entries = new Map<string, MapEntry>();
  const done = new Map<string, Tree>();
  for (const [name, { key, value }] of services.entries) {
    entries.set(name, { key, value: await extended(name, value, origin, [], { loading, done }) });
  }
  return withEntry(root, "services", { ...services, entries });
}

/** One run over a file's services. */
interface Run {
  loading: Loading;
  /** Services that are resolved already, also those of a circle that was reported. */
  done: Map<string, Tree>;
}

async function extended(name: string, service: Tree, origin: Origin, trail: string[], run: Run): Promise<Tree> {
  const step = `${name} (${shownFile(origin.file, run.loading.root)})`;
  const known = run.done.get(step);
  if (known !== undefined) return known;
  const whole = await extendedAnew(name, service, origin, [...trail, step], run);
  if (!run.done.has(step)) run.done.set(step, whole);
  return whole;
}

/** @param steps the services that led here, this one the last */
async function extendedAnew(
  name: string,
  service: Tree,
  origin: Origin,
  steps: string[],
  { loading, done }: Run,
): Promise<Tree> {
  const reference = child(service, "extends");
  if (service.kind !== "map" || reference === undefined) return service;
  const own = withoutEntries(service, ["extends"]);
  const path = ["services", name, "extends"];
  const trail = steps.slice(0, -1);
  const step = steps.at(-1) ?? name;
  if (trail.includes(step)) {
    const circle = [...trail.slice(trail.indexOf(step)), step].join(" -> ");
    for (const one of trail) done.set(one, own);
    loading.report.error("extends-cycle", reference, path, `The services extend each other in a circle: ${circle}.`);
    return own;
  }
  const target = textOf(reference) ?? textOf(child(reference, "service"));
  if (target === undefined) {
    if (reference.kind !== "map" || reference.entries.has("service")) return own;
    loading.report.error("missing-key", reference, [...path, "service"], `${printPath(path)} needs the key "service".`);
    return own;
  }
  const source = await originOf(reference, { at: reference, path }, origin, loading);
  if (source === undefined) return own;
  const base = source.find(target);
  if (base === undefined) {
    const hint = didYouMean(target, source.names());
    const where = source.file === origin.file ? "this file" : shownFile(source.file, loading.root);
    loading.report.error(
      "undefined-service",
      reference,
      path,
      `There is no service "${target}" in ${where} to extend.`,
      hint,
    );
    return own;
  }
  const resolved = await extended(target, base, source, steps, { loading, done });
  const merged = mergeTrees(resolved, own, serviceShape);
  return merged ?? own;
}

async function originOf(
  reference: Tree,
  mention: Mention,
  origin: Origin,
  loading: Loading,
): Promise<Origin | undefined> {
  const written = child(reference, "file");
  const named = textOf(written);
  if (written === undefined || named === undefined) return origin;
  const file = resolvePath(named, origin.scope, loading.reader);
  if (file === origin.file) return origin;
  const place = { at: atOf(written), path: [...mention.path, "file"] };
  warnOutside(file, loading, place);
  const documents = await readDocuments(file, loading, place);
  if (documents === undefined) return undefined;
  const scope = { ...origin.scope, folder: loading.reader.dirname(file) };
  const services = documents.map((document) => child(document, "services"));
  return { file, scope, ...walkedServices(services, scope, loading) };
}

/** Only the services that are used are looked at: the file's others may be anything. */
function walkedServices(
  sections: Array<Tree | undefined>,
  scope: Scope,
  loading: Loading,
): Pick<Origin, "find" | "names"> {
  const context = shapeContext(loading, scope);
  return {
    find(name) {
      let found: Tree | undefined;
      for (const section of sections) {
        const raw = child(section, name);
        const walked = raw === undefined ? undefined : walkShape(raw, serviceShape, ["services", name], context);
        if (walked !== undefined) found = mergeTrees(found, walked, serviceShape);
      }
      return found;
    },
    names: () => sections.flatMap((section) => (section?.kind === "map" ? [...section.entries.keys()] : [])),
  };
}

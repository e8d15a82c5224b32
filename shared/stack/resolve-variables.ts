/** What a group of files takes from its own folder and variables before it becomes part of something bigger. */
import type { Lookup } from "./interpolate.ts";
import type { Scope } from "./loading.ts";
import type { MapEntry, MapTree, Tree } from "./tree.ts";
import { child, scalar, withEntry } from "./tree.ts";

/** Gives names without a value the environment's, and a build without a context the folder. */
export function resolveVariables(root: MapTree, scope: Scope): MapTree {
  const services = child(root, "services");
  if (services?.kind !== "map") return root;
  const entries = new Map<string, MapEntry>();
  for (const [name, { key, value }] of services.entries) {
    entries.set(name, { key, value: value.kind === "map" ? resolveService(value, scope) : value });
  }
  return withEntry(root, "services", { ...services, entries });
}

function resolveService(service: MapTree, scope: Scope): Tree {
  let done = service;
  const environment = child(service, "environment");
  if (environment?.kind === "map") done = withEntry(done, "environment", resolveUnset(environment, scope.lookup));
  const build = child(service, "build");
  if (build?.kind !== "map") return done;
  let resolved = build;
  if (!build.entries.has("context")) resolved = withEntry(resolved, "context", scalar(build, scope.folder));
  const args = child(build, "args");
  if (args?.kind === "map") resolved = withEntry(resolved, "args", withoutUnset(resolveUnset(args, scope.lookup)));
  return resolved === build ? done : withEntry(done, "build", resolved);
}

function resolveUnset(values: MapTree, lookup: Lookup): MapTree {
  if (![...values.entries.values()].some(({ value }) => isUnset(value))) return values;
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of values.entries) {
    const found = isUnset(entry.value) ? lookup(name) : undefined;
    entries.set(name, found === undefined ? entry : { key: entry.key, value: scalar(entry.value, found) });
  }
  return { ...values, entries };
}

function withoutUnset(values: MapTree): MapTree {
  return { ...values, entries: new Map([...values.entries].filter(([, { value }]) => !isUnset(value))) };
}

function isUnset(tree: Tree): boolean {
  return tree.kind === "scalar" && tree.value === null;
}

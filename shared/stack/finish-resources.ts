/** Names of networks, volumes, secrets and configs, and the implicit default network. */
import { child, map, scalar, textOf, withEntry, withoutEntries } from "./tree.ts";
import type { MapEntry, MapTree, Tree } from "./tree.ts";

export const resourceKinds = ["networks", "volumes", "secrets", "configs"] as const;

/** Gives every resource its real name: `project_key`, the key of an external one, or the name the file gives. */
export function finishResources(root: MapTree, projectName: string): MapTree {
  let done = withDefaultNetwork(root);
  for (const kind of resourceKinds) {
    const section = child(done, kind);
    if (section?.kind !== "map") continue;
    const entries = new Map<string, MapEntry>();
    for (const [name, { key, value }] of section.entries)
      entries.set(name, { key, value: nameResource(name, value, projectName) });
    done = withEntry(done, kind, { ...section, entries });
  }
  return done;
}

function withDefaultNetwork(root: MapTree): MapTree {
  const networks = child(root, "networks");
  const section = networks?.kind === "map" ? networks : map(root, []);
  if (section.entries.has("default")) return withEntry(root, "networks", section);
  return withEntry(root, "networks", withEntry(section, "default", scalar(root, null)));
}

function nameResource(key: string, value: Tree, projectName: string): Tree {
  const resource = value.kind === "map" ? value : map(value, []);
  const external = child(resource, "external");
  if (external?.kind === "map") {
    const moved = child(resource, "name") ?? child(external, "name") ?? scalar(external, key);
    return withEntry(withEntry(resource, "external", scalar(external, true)), "name", moved);
  }
  if (external?.kind === "scalar" && external.value === true) {
    return child(resource, "name") === undefined ? withEntry(resource, "name", scalar(resource, key)) : resource;
  }
  const cleaned = withoutEntries(resource, ["external"]);
  if (textOf(child(resource, "name")) !== undefined) return cleaned;
  return withEntry(cleaned, "name", scalar(resource, `${projectName}_${key}`));
}

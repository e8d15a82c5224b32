/** Which networks, volumes, secrets and configs the services use: Compose leaves out the rest. */
import type { MapEntry, MapTree, Tree } from "./tree.ts";
import { child, itemsOf, textOf, withEntry } from "./tree.ts";

export interface Use {
  kind: "networks" | "volumes" | "secrets" | "configs" | "models";
  name: string;
  /** Where it is used. */
  at: Tree;
  path: Array<string | number>;
}

export function usesOf(serviceName: string, service: Tree): Use[] {
  const uses: Use[] = [];
  const path = ["services", serviceName];
  const networks = child(service, "networks");
  if (networks?.kind === "map") {
    for (const [name, { key, value }] of networks.entries) {
      uses.push({ kind: "networks", name, at: { ...value, ...key }, path: [...path, "networks", name] });
    }
  }
  for (const [index, mount] of itemsOf(child(service, "volumes")).entries()) {
    const name = textOf(child(mount, "source"));
    if (textOf(child(mount, "type")) === "volume" && name !== undefined && name !== "") {
      uses.push({ kind: "volumes", name, at: mount, path: [...path, "volumes", index] });
    }
  }
  const models = child(service, "models");
  if (models?.kind === "map") {
    for (const [name, { key, value }] of models.entries) {
      uses.push({ kind: "models", name, at: { ...value, ...key }, path: [...path, "models", name] });
    }
  }
  for (const kind of ["secrets", "configs"] as const) {
    for (const [index, reference] of itemsOf(child(service, kind)).entries()) {
      const name = textOf(child(reference, "source"));
      if (name !== undefined) uses.push({ kind, name, at: reference, path: [...path, kind, index] });
    }
  }
  for (const [index, reference] of itemsOf(child(child(service, "build"), "secrets")).entries()) {
    const name = textOf(child(reference, "source"));
    if (name !== undefined)
      uses.push({ kind: "secrets", name, at: reference, path: [...path, "build", "secrets", index] });
  }
  return uses;
}

export function dropUnused(root: MapTree): MapTree {
  const services = child(root, "services");
  const used = new Set<string>();
  if (services?.kind === "map") {
    for (const [name, { value }] of services.entries) {
      for (const use of usesOf(name, value)) used.add(`${use.kind}/${use.name}`);
    }
  }
  let done = root;
  for (const kind of ["networks", "volumes", "secrets", "configs"] as const) {
    const section = child(root, kind);
    if (section?.kind !== "map") continue;
    const kept = new Map<string, MapEntry>();
    for (const [name, entry] of section.entries) if (used.has(`${kind}/${name}`)) kept.set(name, entry);
    done = withEntry(done, kind, { ...section, entries: kept });
  }
  return done;
}

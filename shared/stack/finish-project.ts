/** From the merged tree to the project: defaults, names, profiles, and the checks that need to see everything. */
import { checkCycles } from "./check-cycles.ts";
import { checkMerged } from "./check-merged.ts";
import { checkContainerNames, checkPorts } from "./check-ports.ts";
import { checkReferences } from "./check-references.ts";
import { checkResourceNames, checkResources } from "./check-resources.ts";
import { checkService } from "./check-service.ts";
import { finishResources } from "./finish-resources.ts";
import { finishService } from "./finish-services.ts";
import type { ProjectName } from "./load-name.ts";
import type { Loading, Scope } from "./loading.ts";
import { foldFiles } from "./service-env.ts";
import { stack } from "./shapes/stack.ts";
import type { MapEntry, MapTree } from "./tree.ts";
import { child, itemsOf, scalar, textOf, withEntry, withoutEntries } from "./tree.ts";
import { dropUnused } from "./used-resources.ts";

export async function finishProject(
  merged: MapTree,
  name: ProjectName,
  profiles: ReadonlySet<string>,
  scope: Scope,
  loading: Loading,
): Promise<MapTree> {
  const { report } = loading;
  checkMerged(merged, stack, [], report);
  checkResourceNames(merged, report);
  const all = sectionOf(merged, "services");
  // A service that was refused is none of these.
  if (all.entries.size === 0 && report.problems.every((problem) => problem.severity !== "error")) {
    report.warn("no-services", all, ["services"], "The stack has no services.", "Add one under services:.");
  }
  const services = await finishServices(all, profiles, scope, loading);
  let root = withEntry(withoutEntries(merged, ["version", "include"]), "services", services);
  root = withEntry(finishResources(root, name.value), "name", scalar(name.at ?? merged, name.value));
  checkReferences(root, new Set(all.entries.keys()), report);
  checkResources(root, report);
  for (const [service, { value }] of services.entries) {
    if (value.kind === "map") checkService(service, value, report);
  }
  checkCycles(services, report);
  checkPorts(services, report);
  checkContainerNames(services, report);
  return withSections(dropUnused(root));
}

async function finishServices(
  section: MapTree,
  profiles: ReadonlySet<string>,
  scope: Scope,
  loading: Loading,
): Promise<MapTree> {
  const entries = new Map<string, MapEntry>();
  for (const [name, { key, value }] of section.entries) {
    if (value.kind !== "map" || !isActive(value, profiles)) continue;
    entries.set(name, { key, value: finishService(await foldFiles(name, value, scope, loading)) });
  }
  return { ...section, entries };
}

function isActive(service: MapTree, profiles: ReadonlySet<string>): boolean {
  const own = itemsOf(child(service, "profiles"));
  return own.length === 0 || profiles.has("*") || own.some((profile) => profiles.has(textOf(profile) ?? ""));
}

function sectionOf(root: MapTree, name: string): MapTree {
  const section = child(root, name);
  return section?.kind === "map" ? section : { ...root, entries: new Map() };
}

/** Every section is there, so that readers need no checks for absence. */
function withSections(root: MapTree): MapTree {
  let done = root;
  for (const name of ["services", "networks", "volumes", "secrets", "configs"]) {
    done = withEntry(done, name, sectionOf(done, name));
  }
  return done;
}

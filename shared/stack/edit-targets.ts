/**
 * Which of a stack's files an edit changes. A value is changed where it counts: in the last file in merge order that says
 * it. A new one goes beside its siblings, else where the service is defined. What is taken away is taken away everywhere,
 * or an earlier file's value would come back; names are followed through all files.
 *
 * Source: Compose Specification, 13-merge.
 */
import { EditError } from "./edit-error.ts";
import type { EditDocument } from "./edit-document.ts";
import { referencesTo, type Section } from "./edit-references.ts";
import { placesOf, type ServiceEdit, type Target } from "./edit-target-places.ts";
import { autoscaleTargets, indexTargets, layoutTargets, splitTargets } from "./edit-target-parts.ts";
import type { UserEdit } from "./edit-values.ts";

/** @param all the files in merge order */
export function targetsOf(all: readonly EditDocument[], edit: UserEdit): Target[] {
  const own = all.filter((one) => one.beside?.own === true);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others change one service
  switch (edit.kind) {
    case "set-layout":
      return layoutTargets(own, edit.positions);
    case "add-service":
    case "add-resource":
      return own.slice(0, 1).map((one) => [one, edit]);
    case "rename-resource":
    case "remove-resource":
      return naming(all, edit.section, edit.name).map((one) => [one, edit]);
    default:
      return serviceTargets(all, edit);
  }
}

function serviceTargets(all: readonly EditDocument[], edit: ServiceEdit): Target[] {
  const declaring = all.filter((one) => one.has(["services", edit.service]));
  if (declaring.length === 0)
    throw new EditError("no-such-service", `No file of the stack has a service "${edit.service}".`);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others are of one place
  switch (edit.kind) {
    case "rename-service":
    case "remove-service":
      return naming(all, "services", edit.service).map((one) => [one, edit]);
    case "duplicate-service":
      return declaring.map((one) => [one, edit]);
    case "set-limits":
    case "set-healthcheck":
    case "set-profiles":
      return splitTargets(all, edit);
    case "set-autoscale":
      return autoscaleTargets(all, edit);
    case "set-port":
    case "remove-port":
    case "set-mount":
    case "remove-mount":
      return indexTargets(all, edit);
    default:
      return placesOf(all, edit).map((one) => [one, edit]);
  }
}

/** Files that declare a name or refer to it; the first one when there is none, which then says so. */
function naming(all: readonly EditDocument[], section: Section, name: string): readonly EditDocument[] {
  const found = all.filter((one) => one.has([section, name]) || referencesTo(one, section, name).length > 0);
  return found.length > 0 ? found : all.slice(0, 1);
}

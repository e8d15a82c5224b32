/** Where in a stack's files a service's value counts, and where a new one belongs; see edit-targets.ts. */
import type { EditDocument } from "./edit-document.ts";
import { meantOf } from "./edit-effective.ts";
import { EditError } from "./edit-error.ts";
import { textOfNode } from "./edit-nodes.ts";
import { homeOf, isListed, isSaid, livingAt } from "./edit-says.ts";
import type { UserEdit } from "./edit-values.ts";

/** One file and the part of the edit that is made in it. */
export type Target = [document: EditDocument, edit: UserEdit];

export type ServiceEdit = Extract<UserEdit, { service: string }>;

/** The files in which an edit of one place of a service is made. */
export function placesOf(all: readonly EditDocument[], edit: ServiceEdit): EditDocument[] {
  const { service } = edit;
  const value = (key: string, gone: boolean) =>
    gone ? everySaying(all, service, [key]) : lastSaying(all, service, [key]);
  const item = (key: string, name: string, gone: boolean) => {
    const living = livingAt(all, service, [key, name]);
    const having = living.filter((one) => isListed(one, service, key, name));
    if (gone) return having.length > 0 ? having : heir(living, service);
    return having.length > 0 ? having.slice(-1) : homeOf(living, service, [key]);
  };
  const list = (key: string) => homeOf(livingAt(all, service, [key, ""]), service, [key]);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others change more than one place
  switch (edit.kind) {
    case "set-image":
      return value("image", false);
    case "set-command":
      return value("command", edit.command === null);
    case "set-entrypoint":
      return value("entrypoint", edit.entrypoint === null);
    case "set-restart":
      return value("restart", edit.restart === null);
    case "set-build":
      return edit.context === null ? value("build", true) : contextPlaces(all, service);
    case "set-replicas":
      return replicaPlaces(all, service);
    case "set-env":
      return item("environment", edit.name, edit.value === null);
    case "set-label":
      return item("labels", edit.name, edit.value === null);
    case "add-port":
      return list("ports");
    case "add-mount":
      return list("volumes");
    case "join-network":
      return item("networks", edit.network, false);
    case "leave-network":
      return item("networks", edit.network, true);
    case "add-link":
      return item("depends_on", edit.on, false);
    case "remove-link":
      return item("depends_on", edit.on, true);
    case "use-file":
      return item(edit.section, edit.name, false);
    case "drop-file":
      return item(edit.section, edit.name, true);
    default:
      throw new EditError("bad-value", `There is no edit ${edit.kind}.`);
  }
}

/** The one file whose value counts, or that gets it. */
export function lastSaying(all: readonly EditDocument[], service: string, path: string[]): EditDocument[] {
  const living = livingAt(all, service, path);
  const last = living.findLast((one) => isSaid(one, service, path));
  return last === undefined ? homeOf(living, service, path.slice(0, -1)) : [last];
}

/** All files that say a value; when none does, the one whose service may inherit it. */
export function everySaying(all: readonly EditDocument[], service: string, path: string[]): EditDocument[] {
  const living = livingAt(all, service, path);
  const saying = living.filter((one) => isSaid(one, service, path));
  return saying.length > 0 ? saying : heir(living, service);
}

function heir(living: readonly EditDocument[], service: string): EditDocument[] {
  const found = living.find((one) => one.has(["services", service, "extends"])) ?? living[0];
  return found === undefined ? [] : [found];
}

/** `build` is a folder or a map with one; a map without leaves an earlier file's. */
function contextPlaces(all: readonly EditDocument[], service: string): EditDocument[] {
  const living = livingAt(all, service, ["build", "context"]);
  const isFolder = (one: EditDocument) => meantOf(one, service, "build").some((node) => textOfNode(node) !== undefined);
  const last = living.findLast((one) => isFolder(one) || isSaid(one, service, ["build", "context"]));
  return last === undefined ? homeOf(living, service, ["build"]) : [last];
}

/** The short and the long form must agree when both are there, so both are changed where they count. */
function replicaPlaces(all: readonly EditDocument[], service: string): EditDocument[] {
  const long = ["deploy", "replicas"];
  const said = [["scale"], long].flatMap((path) => {
    const living = livingAt(all, service, path);
    return living.findLast((one) => isSaid(one, service, path)) ?? [];
  });
  return said.length > 0 ? [...new Set(said)] : homeOf(livingAt(all, service, long), service, ["deploy"]);
}

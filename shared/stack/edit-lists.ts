/** Edits of a service's ports, mounts, networks, secrets and configs. */
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import { asMap, asSeq, textOfNode } from "./edit-nodes.ts";
import type { NodePath } from "./edit-nodes.ts";
import { anywhere, inside, removeAt, setAt, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import { volumeOf } from "./edit-mount.ts";

export function listSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (!("service" in edit)) return undefined;
  const of = (...path: string[]): string[] => ["services", edit.service, ...path];
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other kinds are done in other files
  switch (edit.kind) {
    case "add-port":
      return [add(of("ports"), edit.port)];
    case "set-port":
      return [exchange(document, of("ports"), edit.index, edit.port)];
    case "remove-port":
      return [removeItem(document, of("ports"), edit.index)];
    case "add-mount":
      return [add(of("volumes"), edit.mount), ...(edit.declare === false ? [] : declareVolume(document, edit.mount))];
    case "set-mount":
      return [exchange(document, of("volumes"), edit.index, edit.mount), ...declareVolume(document, edit.mount)];
    case "remove-mount":
      return [removeItem(document, of("volumes"), edit.index)];
    case "join-network":
      return joinNetwork(document, edit.service, edit.network, edit.declare ?? true);
    case "leave-network":
      return [dropName(document, of("networks"), edit.network)];
    case "use-file":
      if (!document.has([edit.section, edit.name]))
        throw new EditError("bad-value", `The file declares no ${edit.name} under ${edit.section}.`, "Add it first.");
      return names(document, of(edit.section)).includes(edit.name) ? [] : [add(of(edit.section), edit.name)];
    case "drop-file":
      return [{ ...dropName(document, of(edit.section), edit.name), listed: true }];
    default:
      return undefined;
  }
}

function add(path: NodePath, item: string): Step {
  if (item === "") throw new EditError("bad-value", "There is nothing to add.");
  return inside(path, (document, place) => document.addItem(place, item));
}

function exchange(document: EditDocument, path: NodePath, index: number, item: string): Step {
  checkIndex(document, path, index);
  return setAt([...path, index], item);
}

function removeItem(document: EditDocument, path: NodePath, index: number): Step {
  checkIndex(document, path, index);
  return { ...removeAt([...path, index]), listed: true };
}

function checkIndex(document: EditDocument, path: NodePath, index: number): void {
  const seq = asSeq(document.node(path));
  if (seq !== undefined && index >= seq.items.length)
    throw new EditError("bad-value", `The list has no item ${index}.`);
}

/** Names in a list of names or of maps with source, or the keys of a map. */
function names(document: EditDocument, path: NodePath): string[] {
  const node = document.node(path);
  const source = (item: unknown): string =>
    textOfNode(item as null) ??
    textOfNode(asMap(item as null)?.items.find((one) => textOfNode(one.key) === "source")?.value) ??
    "";
  return asSeq(node)?.items.map(source) ?? document.keysOf(path);
}

function dropName(document: EditDocument, path: NodePath, name: string): Step {
  const index = asSeq(document.node(path)) === undefined ? -1 : names(document, path).indexOf(name);
  return removeAt([...path, index === -1 ? name : index]);
}

function declareVolume(document: EditDocument, mount: string): Step[] {
  const volume = volumeOf(mount);
  if (volume === undefined || volume.includes("$") || document.has(["volumes", volume])) return [];
  return [anywhere((now) => now.set(["volumes", volume], {}))];
}

function joinNetwork(document: EditDocument, service: string, network: string, declared: boolean): Step[] {
  const path = ["services", service, "networks"];
  const mode = textOfNode(document.node(["services", service, "network_mode"]));
  if (mode !== undefined)
    throw new EditError("bad-value", `The service ${service} has network_mode: ${mode}, so it can join no network.`);
  if (names(document, path).includes(network)) return [];
  const declare =
    !declared || network === "default" || document.has(["networks", network])
      ? []
      : [anywhere((now) => now.set(["networks", network], {}))];
  const join = inside(path, (now, place) => {
    const node = now.node(place);
    if (asMap(node) !== undefined) return now.set([...place, network], {});
    // Naming one network leaves the default one, which nobody asked for.
    const unsaid = !now.has(place) && network !== "default";
    return unsaid ? now.set(place, ["default", network]) : now.addItem(place, network);
  });
  return [join, ...declare];
}

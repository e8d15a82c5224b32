/** Edits of a service's ports, mounts, networks, secrets and configs. */
import type { EditDocument } from "./edit-document.ts";
import { checkListed, meantAt, meantInStack, meantOf, namesIn } from "./edit-effective.ts";
import { EditError } from "./edit-error.ts";
import { asMap, asSeq, entryOf, textOfNode } from "./edit-nodes.ts";
import type { NodePath } from "./edit-nodes.ts";
import { anywhere, inside, removeAt, setAt, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import { targetOf, volumeOf } from "./edit-mount.ts";

export function listSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (!("service" in edit)) return undefined;
  const of = (...path: string[]): string[] => ["services", edit.service, ...path];
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other kinds are done in other files
  switch (edit.kind) {
    case "add-port":
      return add(document, edit.service, "ports", edit.port);
    case "set-port":
      return [exchange(document, of("ports"), edit.index, edit.port)];
    case "remove-port":
      return [removeItem(document, of("ports"), edit.index)];
    case "add-mount":
      checkTarget(document, edit.service, edit.mount);
      return [
        ...add(document, edit.service, "volumes", edit.mount),
        ...(edit.declare === false ? [] : declareVolume(document, edit.mount)),
      ];
    case "set-mount":
      checkTarget(document, edit.service, edit.mount, edit.index);
      return [exchange(document, of("volumes"), edit.index, edit.mount), ...declareVolume(document, edit.mount)];
    case "remove-mount":
      return [removeItem(document, of("volumes"), edit.index)];
    case "join-network":
      return joinNetwork(document, edit.service, edit.network, edit.declare ?? true);
    case "leave-network":
      checkListed(document, edit.service, "networks", edit.network);
      return [dropName(document, of("networks"), edit.network)];
    case "use-file":
      if (!document.declares(edit.section, edit.name))
        throw new EditError("bad-value", `The file declares no ${edit.name} under ${edit.section}.`, "Add it first.");
      return add(document, edit.service, edit.section, edit.name);
    case "drop-file":
      checkListed(document, edit.service, edit.section, edit.name);
      return [{ ...dropName(document, of(edit.section), edit.name), listed: true }];
    default:
      return undefined;
  }
}

/** Nothing when the service has the item already, be it through an alias, a merge key or `extends`. */
function add(document: EditDocument, service: string, key: string, item: string): Step[] {
  if (item === "") throw new EditError("bad-value", "There is nothing to add.");
  if (namesOf(document, service, key).includes(item)) return [];
  return [inside(["services", service, key], (now, place) => now.addItem(place, item))];
}

function namesOf(document: EditDocument, service: string, key: string): string[] {
  return meantInStack(document, service, key).flatMap((node) => namesIn(document, node));
}

/** @throws EditError when something else is mounted there: Compose would drop one of the two without a word */
function checkTarget(document: EditDocument, service: string, mount: string, index?: number): void {
  const wanted = targetOf(mount);
  const own = index === undefined ? undefined : meantOf(document, service, "volumes")[0];
  const taken = meantInStack(document, service, "volumes").flatMap((node) =>
    (asSeq(node)?.items ?? []).filter((item, at) => {
      if (node === own && at === index) return false;
      const text = textOfNode(item);
      if (text === mount) return false;
      const target = text === undefined ? textOfNode(entryOf(asMap(item), "target")?.value) : targetOf(text);
      return target === wanted;
    }),
  );
  if (wanted !== undefined && taken.length > 0)
    throw new EditError(
      "taken",
      `The service ${service} has a mount at ${wanted} already.`,
      "Change that one, or take another path.",
    );
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
  const seq = asSeq(meantAt(document, path));
  if (seq !== undefined && index >= seq.items.length)
    throw new EditError("bad-value", `The list has no item ${index}.`);
}

function dropName(document: EditDocument, path: NodePath, name: string): Step {
  const node = meantAt(document, path);
  const index = asSeq(node) === undefined ? -1 : namesIn(document, node).indexOf(name);
  return removeAt([...path, index === -1 ? name : index]);
}

function declareVolume(document: EditDocument, mount: string): Step[] {
  const volume = volumeOf(mount);
  if (volume === undefined || volume.includes("$") || document.declares("volumes", volume)) return [];
  return [anywhere((now) => now.set(["volumes", volume], {}))];
}

function joinNetwork(document: EditDocument, service: string, network: string, declared: boolean): Step[] {
  const path = ["services", service, "networks"];
  const mode = meantInStack(document, service, "network_mode").map(textOfNode)[0];
  if (mode !== undefined)
    throw new EditError("bad-value", `The service ${service} has network_mode: ${mode}, so it can join no network.`);
  const joined = namesOf(document, service, "networks");
  if (joined.includes(network)) return [];
  const declare =
    !declared || network === "default" || document.declares("networks", network)
      ? []
      : [anywhere((now) => now.set(["networks", network], {}))];
  const join = inside(path, (now, place) => {
    const node = now.node(place);
    if (asMap(node) !== undefined) return now.set([...place, network], {});
    // Naming one network leaves the default one, which nobody asked for.
    const unsaid = joined.length === 0 && !now.has(place) && network !== "default";
    return unsaid ? now.set(place, ["default", network]) : now.addItem(place, network);
  });
  return [join, ...declare];
}

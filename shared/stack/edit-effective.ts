/**
 * What a place of the file means before it is edited: aliases and merge keys are followed, and services that are
 * extended in the same file. An edit looks here whether what it is to add is there already, and in which form.
 *
 * Source: https://yaml.org/type/merge.html, https://docs.docker.com/reference/compose-file/services/#extends
 */
import type { Node } from "yaml";
import { anchoredNode } from "./edit-anchors.ts";
import type { EditDocument } from "./edit-document.ts";
import type { Entries, NodePath } from "./edit-nodes.ts";
import { asAlias, asMap, asScalar, asSeq, entryOf, keyText, startOf, textOfNode } from "./edit-nodes.ts";
import { EditError } from "./edit-error.ts";
import { basesOf } from "./edit-extends.ts";

const DEEPEST = 20;

/** The node that a path leads to through aliases and merge keys; undefined when the file says nothing there. */
export function meantAt(document: EditDocument, path: NodePath): Node | null | undefined {
  let node: Node | null | undefined = document.root;
  for (const key of path) {
    const owner = meant(document, node);
    const map = asMap(owner);
    node = typeof key === "number" ? asSeq(owner)?.items[key] : map && lookUp(document, map, key, 0);
    if (node === undefined) return undefined;
  }
  return meant(document, node);
}

/**
 * The nodes that make up a setting of a service: its own, and those of the services that it extends in this file.
 * `!override` and `!reset` end the row.
 */
export function meantOf(document: EditDocument, service: string, key: string): Array<Node | null> {
  const found: Array<Node | null> = [];
  for (const name of [service, ...basesOf(document, service)]) {
    const node = meantAt(document, ["services", name, key]);
    if (node !== undefined) found.push(node);
    if (replacesAll(node)) break;
  }
  return found;
}

/** As {@link meantOf}, in all files of the stack, the last one first: what this one and the others say together. */
export function meantInStack(document: EditDocument, service: string, key: string): Array<Node | null> {
  const found: Array<Node | null> = [];
  for (const one of document.stack.toReversed()) {
    found.push(...meantOf(one, service, key));
    if (replacesAll(found.at(-1))) break;
  }
  return found;
}

function replacesAll(node: Node | null | undefined): boolean {
  return /^!(override|reset)$/.test((node as { tag?: string } | null | undefined)?.tag ?? "");
}

/** Names in a list of names or of maps with a `source`, or the keys of a map with those that it merges. */
export function namesIn(document: EditDocument, node: Node | null | undefined): string[] {
  const seq = asSeq(node);
  if (seq === undefined) return keysOf(document, asMap(node), 0);
  return seq.items.map((item) => {
    const value = meant(document, item);
    return textOfNode(value) ?? textOfNode(entryOf(asMap(value), "source")?.value) ?? "";
  });
}

/** @throws EditError when a name is to be taken away that stands in the list of an extended service: nothing can hide it */
export function checkListed(document: EditDocument, service: string, key: string, name: string): void {
  const has = (node: Node | null | undefined): boolean =>
    namesIn(document, node).some((one) => one === name || one.startsWith(`${name}=`));
  const at = (owner: string): Node | null | undefined => meantAt(document, ["services", owner, key]);
  if (has(at(service))) return;
  const base = basesOf(document, service).find((one) => asSeq(at(one)) !== undefined && has(at(one)));
  if (base === undefined) return;
  throw new EditError("form", `${name} of ${key} comes from ${base}, which ${service} extends.`, "Edit it there.");
}

function keysOf(document: EditDocument, map: Entries | undefined, depth: number): string[] {
  if (map === undefined || depth > DEEPEST) return [];
  const own = map.items.map(keyText).filter((key) => key !== "<<");
  return [...own, ...mergedInto(document, map).flatMap((one) => keysOf(document, one, depth + 1))];
}

function lookUp(document: EditDocument, map: Entries, key: string, depth: number): Node | null | undefined {
  const own = entryOf(map, key);
  if (own !== undefined || depth > DEEPEST) return own?.value;
  for (const merged of mergedInto(document, map)) {
    const value = lookUp(document, merged, key, depth + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The maps that merge keys bring into a map: by alias, or written there. */
function mergedInto(document: EditDocument, map: Entries): Entries[] {
  return map.items.flatMap((entry) => {
    if (keyText(entry) !== "<<" || asScalar(entry.key)?.type !== "PLAIN") return [];
    const values = asSeq(meant(document, entry.value))?.items ?? [entry.value];
    return values.flatMap((value) => asMap(meant(document, value)) ?? []);
  });
}

function meant(document: EditDocument, node: Node | null | undefined): Node | null | undefined {
  let found = node;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const alias = asAlias(found);
    if (alias === undefined) return found;
    found = anchoredNode(document, alias.source, startOf(alias))?.node;
  }
  return undefined;
}

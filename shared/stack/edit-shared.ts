/**
 * Values that several places share through an alias, a merge key or an anchor; for `extends` see edit-extends.ts.
 *
 * An edit never changes another service by surprise. Where it would, it asks (an EditError with choices), and does as the
 * answer says: `here` gives the service a copy of its own, `everywhere` changes the value for all that share it.
 */
import type { Node } from "yaml";
import { anchoredNode, usesOf, type Use } from "./edit-anchors.ts";
import { copyOf } from "./edit-copy.ts";
import type { EditDocument } from "./edit-document.ts";
import { meantAt } from "./edit-effective.ts";
import type { EditAnswer } from "./edit-error.ts";
import { EditError } from "./edit-error.ts";
import type { NodePath } from "./edit-nodes.ts";
import { anchorOf, asAlias, asMap, asSeq, entryOf, keyText, mergesOf, startOf } from "./edit-nodes.ts";
import type { EditValue } from "./edit-print.ts";
import { printBlock } from "./edit-print.ts";
import { printPath } from "./print-path.ts";
import type { Splice } from "./splice.ts";

/** What an edit does at its path: writes the value whole, changes something inside it, or takes it away. */
export type Intent = "set" | "inside" | "remove";

type Obstacle =
  | { kind: "alias"; at: NodePath; anchor: string; start: number }
  | { kind: "merge"; at: NodePath; key: string; anchor: string; start: number }
  | { kind: "anchor"; at: NodePath; anchor: string; uses: Use[] };

/**
 * The next thing to do before an edit at a path harms nobody.
 *
 * @returns splices to apply first, another path to edit instead, or undefined when the edit can be made
 * @throws EditError with choices when there is no answer yet
 */
export function settleNext(
  document: EditDocument,
  path: NodePath,
  intent: Intent,
  answer: EditAnswer | undefined,
): { splices: Splice[] } | { path: NodePath } | undefined {
  const obstacle = findObstacle(document, path, intent, answer);
  if (obstacle === undefined) return undefined;
  if (answer === undefined) throw question(document, path, obstacle);
  if (obstacle.kind === "anchor") {
    const use = obstacle.uses[0];
    return use === undefined ? undefined : { splices: expand(document, use) };
  }
  const anchored = anchoredNode(document, obstacle.anchor, obstacle.start);
  if (anchored === undefined) throw new EditError("form", `There is no anchor &${obstacle.anchor}; edit it by hand.`);
  if (obstacle.kind === "alias") {
    if (answer === "everywhere") return { path: [...anchored.path, ...path.slice(obstacle.at.length)] };
    return { splices: unalias(document, obstacle.at, anchored.node) };
  }
  const rest = path.slice(obstacle.at.length);
  if (answer === "everywhere") return { path: [...anchored.path, ...rest] };
  if (intent === "remove" && rest.length === 1) return { splices: unmerge(document, obstacle.at) };
  const value = asMap(anchored.node);
  const merged = value === undefined ? undefined : entryOf(value, obstacle.key);
  // The key may come from a map that is merged into the merged one: then that merge is opened first.
  if (merged === undefined) return { splices: unmerge(document, obstacle.at) };
  return { splices: document.set([...obstacle.at, obstacle.key], copyOf(document, merged.value)) };
}

function findObstacle(
  document: EditDocument,
  path: NodePath,
  intent: Intent,
  answer: EditAnswer | undefined,
): Obstacle | undefined {
  let node: Node | null | undefined = document.root;
  for (const [index, key] of path.entries()) {
    const map = asMap(node);
    const last = index === path.length - 1;
    const own: Node | null | undefined = typeof key === "string" ? entryOf(map, key)?.value : asSeq(node)?.items[key];
    if (own === undefined) {
      if (map === undefined || typeof key !== "string") return undefined;
      const merge = mergesOf(map).find(({ alias }) => hasMerged(document, alias.source, startOf(alias), key, 0));
      if (last && intent === "set") return undefined;
      if (merge === undefined)
        return meantAt(document, path.slice(0, index + 1)) === undefined ? undefined : written(path);
      const { source, range } = merge.alias;
      return { kind: "merge", at: path.slice(0, index), key, anchor: source, start: range?.[0] ?? 0 };
    }
    const at = path.slice(0, index + 1);
    const alias = asAlias(own);
    if (alias !== undefined) return { kind: "alias", at, anchor: alias.source, start: startOf(alias) };
    const anchor = anchorOf(own);
    if (anchor !== undefined && answer !== "everywhere") {
      const next = path[index + 1];
      const uses = usesOf(document, anchor, startOf(own)).filter((use) => !overrides(document, use, next));
      if (uses.length > 0) return { kind: "anchor", at, anchor, uses };
    }
    node = own;
  }
  return undefined;
}

function written(path: NodePath): never {
  throw new EditError("form", `${printPath(path)} comes from a map written in a merge key; edit it by hand.`);
}

/** A map that merges the anchored one and has the key itself does not take it from there. */
function overrides(document: EditDocument, use: Use, key: string | number | undefined): boolean {
  const merge = use.path.indexOf("<<");
  if (merge === -1 || typeof key !== "string") return false;
  return entryOf(asMap(document.node(use.path.slice(0, merge))), key) !== undefined;
}

function hasMerged(document: EditDocument, anchor: string, before: number, key: string, depth: number): boolean {
  const map = asMap(anchoredNode(document, anchor, before)?.node);
  if (map === undefined || depth > 20) return false;
  if (entryOf(map, key) !== undefined) return true;
  return mergesOf(map).some(({ alias }) => hasMerged(document, alias.source, startOf(alias), key, depth + 1));
}

/** An alias's entry or item becomes a copy. */
function unalias(document: EditDocument, at: NodePath, node: Node): Splice[] {
  const entry = document.entry(at);
  const value = copyOf(document, node);
  if (entry !== undefined) return [document.overwrite(entry, value, document.isFlow(at))];
  return document.exchangeScalar(at, value);
}

/** What merge keys bring into a map becomes the map's own. */
function unmerge(document: EditDocument, at: NodePath): Splice[] {
  const map = asMap(document.node(at));
  const merges = map === undefined ? [] : mergesOf(map);
  const first = merges[0];
  if (map === undefined || first === undefined) return [];
  const count = asSeq(first.entry.value)?.items.length ?? 1;
  const nested = merges.filter(({ alias }) => {
    const merged = asMap(anchoredNode(document, alias.source, startOf(alias))?.node);
    return merged !== undefined && mergesOf(merged).length > 0;
  });
  if (count !== merges.length || nested.length > 1)
    throw new EditError("form", "The merge key brings in more than aliases of plain maps; edit it by hand.");
  if (merges.some(({ entry }) => entry !== first.entry))
    throw new EditError("form", "The map has several merge keys; edit it by hand.");
  const brought: Record<string, EditValue> = {};
  for (const { alias } of merges) {
    for (const entry of asMap(anchoredNode(document, alias.source, startOf(alias))?.node)?.items ?? []) {
      const key = keyText(entry);
      if (key === "<<" || entryOf(map, key) === undefined) brought[key] ??= copyOf(document, entry.value);
    }
  }
  if (map.flow === true || document.isFlow(at))
    throw new EditError("form", "The map stands in braces; edit it by hand.");
  const start = startOf(first.entry.key);
  const indent = document.columnOf(start);
  const lines = Object.entries(brought).flatMap(([key, value]) => printBlock(key, value, indent, 2));
  const text = lines.join(document.newline).trimStart();
  if (text === "") return document.remove([...at, "<<"]);
  return [document.put(start, document.endOf(first.entry), text)];
}

function expand(document: EditDocument, use: Use): Splice[] {
  const merge = use.path.indexOf("<<");
  if (merge !== -1) return unmerge(document, use.path.slice(0, merge));
  const anchored = anchoredNode(document, use.name, use.start);
  return anchored === undefined ? [] : unalias(document, use.path, anchored.node);
}

function question(document: EditDocument, path: NodePath, obstacle: Obstacle): EditError {
  const edited = path[0] === "services" ? path[1] : undefined;
  const anchored = obstacle.kind === "anchor" ? undefined : anchoredNode(document, obstacle.anchor, obstacle.start);
  const places = [
    ...(anchored === undefined
      ? []
      : [anchored.path, ...usesOf(document, obstacle.anchor, startOf(anchored.node)).map((use) => use.path)]),
    ...(obstacle.kind === "anchor" ? obstacle.uses.map((use) => use.path) : []),
  ];
  const services = places.flatMap((place) =>
    place[0] === "services" && place[1] !== edited ? [String(place[1])] : [],
  );
  const others = [...new Set(services)];
  const mark = obstacle.kind === "anchor" ? `the anchor &${obstacle.anchor}` : `the alias *${obstacle.anchor}`;
  const where = obstacle.kind === "merge" ? [...obstacle.at, obstacle.key] : obstacle.at;
  const shared = others.length === 0 ? "" : ` with ${others.join(", ")}`;
  return new EditError(
    "shared",
    `${printPath(where)} is shared through ${mark}${shared}.`,
    "Break the alias and change it here only, or change it everywhere.",
    ["here", "everywhere"],
  );
}

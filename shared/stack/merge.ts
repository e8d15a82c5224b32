/** Joins two files' trees by the rules of the specification. Source: Compose Specification, 13-merge. */
import type { MergeRule, Shape } from "./shape.ts";
import { shapeOfKey } from "./shape-walk.ts";
import { anything } from "./shapes/scalars.ts";
import type { ListTree, MapEntry, MapTree, Tree } from "./tree.ts";

/** @returns the joined tree, or undefined when `!reset` removes the value. */
export function mergeTrees(base: Tree | undefined, later: Tree, shape: Shape): Tree | undefined {
  if (later.tag === "reset") return undefined;
  if (base === undefined || later.tag === "override") return settled(later, shape);
  if (later.kind === "scalar" && later.value === null && shape.merge?.how !== "replace") return base;
  if (shape.merge?.how === "replace") return settled(later, shape);
  const own = shape.merge?.how === "own" ? shape.merge.join(base, later) : undefined;
  if (own !== undefined) return settled(own, shape);
  if (base.kind === "map" && later.kind === "map") return mergeMaps(base, later, shape);
  if (base.kind === "list" && later.kind === "list") return mergeLists(base, later, shape);
  return settled(later, shape);
}

/** Applies what a tree's own tags and uniqueness rules ask for, when nothing stands below it. */
export function settled(tree: Tree, shape: Shape): Tree | undefined {
  if (tree.tag === "reset") return undefined;
  if (tree.kind === "scalar") return tree;
  // Nearly always nothing changes; a copy of the whole tree would cost more than all checks.
  if (tree.kind === "list") {
    const plain = tree.items.every((item) => item.kind === "scalar" && item.tag === undefined);
    const kept = plain ? tree.items : tree.items.flatMap((item) => settled(item, shape.list ?? anything) ?? []);
    const items = shape.merge?.how === "unique" ? dedupe(kept, shape.merge) : kept;
    const same = items.length === tree.items.length && items.every((item, index) => item === tree.items[index]);
    return same ? tree : { ...tree, items };
  }
  let entries: Map<string, MapEntry> | undefined;
  for (const [name, entry] of tree.entries) {
    // Most values are scalars, which need no shape.
    if (entry.value.kind === "scalar" && entry.value.tag === undefined) continue;
    const value = settled(entry.value, childShape(shape, name));
    if (value === entry.value) continue;
    entries ??= new Map(tree.entries);
    if (value === undefined) entries.delete(name);
    else entries.set(name, { key: entry.key, value });
  }
  return entries === undefined ? tree : { ...tree, entries };
}

function mergeMaps(base: MapTree, later: MapTree, shape: Shape): MapTree {
  const entries = new Map(base.entries);
  for (const [name, { key, value }] of later.entries) {
    const merged = mergeTrees(entries.get(name)?.value, value, childShape(shape, name));
    if (merged === undefined) entries.delete(name);
    else entries.set(name, { key, value: merged });
  }
  return { ...base, entries };
}

function mergeLists(base: ListTree, later: ListTree, shape: Shape): ListTree {
  const added = settled(later, shape);
  const items = [...base.items, ...(added?.kind === "list" ? added.items : [])];
  return { ...base, items: shape.merge?.how === "unique" ? dedupe(items, shape.merge) : items };
}

/** The last of each key wins and keeps the place of the first. */
function dedupe(items: Tree[], rule: Extract<MergeRule, { how: "unique" }>): Tree[] {
  const byKey = new Map<string, Tree>();
  for (const item of items) byKey.set(rule.key(item), item);
  return [...byKey.values()];
}

function childShape(shape: Shape, name: string): Shape {
  return (shape.map === undefined ? undefined : shapeOfKey(shape.map, name)) ?? anything;
}

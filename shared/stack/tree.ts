/**
 * A YAML value that remembers where it was written.
 *
 * Everything between reading and the final model (interpolation, normal form, merge, extends, include) works on trees,
 * so that each problem can name its file, line and column. Trees are never changed in place: aliases share them.
 */
import type { Source } from "./source.ts";

export type ScalarValue = string | number | boolean | null;

/** What a YAML tag asks the merge to do with the value under it. */
export type MergeTag = "reset" | "override";

export interface At {
  source: Source;
  /** Characters from the start of the file. */
  offset: number;
}

interface Node extends At {
  tag?: MergeTag;
}

export interface ScalarTree extends Node {
  kind: "scalar";
  value: ScalarValue;
  /** The text Compose makes of a number or date where it wants text, when that is not simply the value's own. */
  print?: string;
}

export interface ListTree extends Node {
  kind: "list";
  items: Tree[];
}

export interface MapEntry {
  key: At;
  value: Tree;
}

export interface MapTree extends Node {
  kind: "map";
  entries: Map<string, MapEntry>;
}

export type Tree = ScalarTree | ListTree | MapTree;

export type Path = Array<string | number>;

export function atOf(at: At): At {
  return { source: at.source, offset: at.offset };
}

export function scalar(at: At, value: ScalarValue): ScalarTree {
  return { kind: "scalar", value, source: at.source, offset: at.offset };
}

export function list(at: At, items: Tree[]): ListTree {
  return { kind: "list", items, source: at.source, offset: at.offset };
}

/** Builds a map whose keys stand where their values stand. */
export function map(at: At, entries: Iterable<[string, Tree]>): MapTree {
  const built = new Map<string, MapEntry>();
  for (const [name, value] of entries) built.set(name, { key: atOf(value), value });
  return mapOf(at, built);
}

export function mapOf(at: At, entries: Map<string, MapEntry>): MapTree {
  return { kind: "map", entries, source: at.source, offset: at.offset };
}

/** Copies a tree's node with the given tag, so that the merge still sees it after a change of form. */
export function withTag<T extends Tree>(tree: T, tag: MergeTag | undefined): T {
  return tag === undefined ? tree : { ...tree, tag };
}

export function child(tree: Tree | undefined, key: string | number): Tree | undefined {
  if (tree?.kind === "map") return tree.entries.get(String(key))?.value;
  if (tree?.kind === "list" && typeof key === "number") return tree.items[key];
  return undefined;
}

/** The scalar's text, or undefined when the tree is no string. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}

/** Replaces or adds one entry. */
export function withEntry(tree: MapTree, name: string, value: Tree): MapTree {
  const entries = new Map(tree.entries);
  entries.set(name, { key: entries.get(name)?.key ?? atOf(value), value });
  return { ...tree, entries };
}

export function withoutEntries(tree: MapTree, names: readonly string[]): MapTree {
  const entries = new Map(tree.entries);
  for (const name of names) entries.delete(name);
  return { ...tree, entries };
}

/** Plain data. Objects have no prototype trouble: `__proto__` becomes an ordinary own key. */
export function toValue(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toValue);
  const object: Record<string, unknown> = {};
  for (const [name, { value }] of tree.entries) {
    if (name === "__proto__") {
      Object.defineProperty(object, name, {
        value: toValue(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else {
      object[name] = toValue(value);
    }
  }
  return object;
}

/** Words for what stands in the file, for messages. */
export function describe(tree: Tree): string {
  if (tree.kind === "list") return "a list";
  if (tree.kind === "map") return "a map";
  if (tree.value === null) return "nothing";
  if (typeof tree.value === "string") return `the text "${clip(tree.value)}"`;
  if (typeof tree.value === "number") return `the number ${tree.value}`;
  return `${tree.value}`;
}

export function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** The items of a list; nothing for every other tree. */
export function itemsOf(tree: Tree | undefined): Tree[] {
  return tree?.kind === "list" ? tree.items : [];
}

export function descend(tree: Tree | undefined, path: Path): Tree | undefined {
  let current = tree;
  for (const key of path) current = child(current, key);
  return current;
}

/**
 * The words in which the specification's grammar is written down (see `shapes/`).
 *
 * A shape says which kinds of value a place takes, how each becomes the canonical form, and how two files merge there.
 * One table so drives checking, short forms, merging and the support report.
 */
import type { Lookup } from "./interpolate.ts";
import type { Report } from "./report.ts";
import type { ListTree, MapTree, Path, ScalarTree, Tree } from "./tree.ts";

/** What turns a value as written into its canonical form. */
export interface ShapeContext {
  report: Report;
  lookup: Lookup;
  /** Makes a path of the file absolute. */
  resolve: (path: string) => string;
}

export class Refusal {
  readonly hint: string | undefined;
  constructor(hint?: string) {
    this.hint = hint;
  }
}

export type Convert<T extends Tree> = (tree: T, context: ShapeContext, path: Path) => Tree | Refusal;

/** How a later file's value joins an earlier one's. Maps merge key by key and lists append unless said otherwise. */
export type MergeRule =
  | { how: "replace" }
  /** Lists append; of items with one key the last stays, in the place of the first. */
  | { how: "unique"; key: (item: Tree) => string }
  /** Lists append; an item that stands twice is an error. */
  | { how: "distinct" }
  /** A way of its own; undefined falls back to the usual one. */
  | { how: "own"; join: (base: Tree, later: Tree) => Tree | undefined };

export interface Fields {
  /** Known keys, written down with their shapes. */
  keys?: Record<string, Shape>;
  /** Shape of every other key. */
  others?: Shape;
  /** What a key of `others` may look like, and how to say so. */
  name?: { pattern: RegExp; allowed: string };
  /** Keys that must be there after merging. */
  required?: string[];
  /** Whether `x-*` may stand here. */
  extensions?: boolean;
}

export interface Shape {
  /** What is allowed here, for messages: "text", "a duration such as 10s". */
  allowed: string;
  scalar?: Convert<ScalarTree>;
  list?: Shape;
  map?: Fields;
  /** Applied to a list or map whose children are canonical already. */
  normal?: Convert<ListTree | MapTree>;
  merge?: MergeRule;
}

import type { EditDocument } from "./edit-document.ts";
import type { NodePath } from "./edit-nodes.ts";
import type { EditValue } from "./edit-print.ts";
import type { Intent } from "./edit-shared.ts";
import type { Splice } from "./splice.ts";

/** One place of an edit: the path that must be nobody else's first, and what is done there then. */
export interface Step {
  /** Absent for what names services and resources themselves: that is shared by nature. */
  path?: NodePath;
  intent?: Intent;
  /** The path ends in a list: one item of an inherited list cannot be hidden. */
  listed?: boolean;
  make: (document: EditDocument, path: NodePath) => Splice[];
}

export function setAt(path: NodePath, value: EditValue): Step {
  return { path, intent: "set", make: (document, place) => document.set(place, value) };
}

export function removeAt(path: NodePath): Step {
  return { path, intent: "remove", make: (document, place) => (document.has(place) ? document.remove(place) : []) };
}

/** Sets a value, or takes it away when it is null. */
export function putAt(path: NodePath, value: EditValue): Step {
  return value === null ? removeAt(path) : setAt(path, value);
}

export function inside(path: NodePath, make: Step["make"]): Step {
  return { path, intent: "inside", make };
}

export function anywhere(make: (document: EditDocument) => Splice[]): Step {
  return { make };
}

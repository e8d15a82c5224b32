/** What can only be seen when all files are merged, because one file may complete another. */
import type { Report } from "./report.ts";
import type { Shape } from "./shape.ts";
import { checkDistinct } from "./check-distinct.ts";
import { printPath } from "./print-path.ts";
import { shapeOfKey } from "./shape-walk.ts";
import { anything } from "./shapes/scalars.ts";
import type { Path, Tree } from "./tree.ts";

/** Reports keys that must be there, and items that may stand in a list only once. */
export function checkMerged(tree: Tree, shape: Shape, path: Path, report: Report): void {
  if (tree.kind === "scalar" || shape === anything) return;
  if (tree.kind === "list") {
    if (shape.merge?.how === "distinct") checkDistinct(tree, path, report);
    if (shape.list === undefined || (shape.list.map === undefined && shape.list.list === undefined)) return;
    for (const [index, item] of tree.items.entries()) checkMerged(item, shape.list, [...path, index], report);
    return;
  }
  if (shape.map === undefined) return;
  for (const name of shape.map.required ?? []) {
    if (tree.entries.has(name)) continue;
    report.error("missing-key", tree, [...path, name], `${printPath(path)} needs the key "${name}".`);
  }
  for (const [name, { value }] of tree.entries) {
    if (value.kind === "scalar") continue;
    const inner = shapeOfKey(shape.map, name);
    if (inner !== undefined) checkMerged(value, inner, [...path, name], report);
  }
}

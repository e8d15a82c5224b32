import { printPath } from "./print-path.ts";
import type { Report } from "./report.ts";
import type { ListTree, Path } from "./tree.ts";
import { describe } from "./tree.ts";

/** Reports items that stand in a list more than once where each may stand only once. */
export function checkDistinct(tree: ListTree, path: Path, report: Report): void {
  const seen = new Set<unknown>();
  for (const [index, item] of tree.items.entries()) {
    if (item.kind !== "scalar") continue;
    if (seen.has(item.value)) {
      report.error("duplicate-item", item, [...path, index], `${printPath(path)} holds ${describe(item)} twice.`);
    }
    seen.add(item.value);
  }
}

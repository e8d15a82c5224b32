/** A group of files to one merged tree: read, filled in, checked value by value, extended, included, merged. */
import { resolveVariables } from "./resolve-variables.ts";
import { applyExtends } from "./load-extends.ts";
import { applyIncludes } from "./load-include.ts";
import type { Loading, Mention, Scope } from "./loading.ts";
import { readDocuments, shapeContext } from "./loading.ts";
import { mergeTrees } from "./merge.ts";
import { walkShape } from "./shape-walk.ts";
import { stack } from "./shapes/stack.ts";
import type { MapTree, Tree } from "./tree.ts";

/** @param chain the files that include these, to see a circle. */
export async function loadModel(
  files: string[],
  scope: Scope,
  chain: string[],
  loading: Loading,
  mention?: Mention,
): Promise<MapTree | undefined> {
  const context = shapeContext(loading, scope);
  let merged: Tree | undefined;
  for (const file of files) {
    for (const document of (await readDocuments(file, loading, mention)) ?? []) {
      const walked = walkShape(document, stack, [], context);
      if (walked?.kind !== "map") continue;
      const extended = await applyExtends(walked, file, scope, loading);
      const whole = await applyIncludes(extended, scope, [...chain, file], loading, (more, inner, trail, place) =>
        loadModel(more, inner, trail, loading, place),
      );
      merged = mergeTrees(merged, whole, stack);
    }
    // Included files came before: they are merged into this one.
    if (loading.documents.get(file) !== undefined) loading.merged.add(file);
  }
  return merged?.kind === "map" ? resolveVariables(merged, scope) : undefined;
}

/** `env_file` and `label_file`: canonical as lists with absolute paths. */
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { ScalarTree, Tree } from "../tree.ts";
import { child, list, map, scalar, textOf, withEntry, withTag } from "../tree.ts";
import { mapWith, oneOrMany, unique } from "./containers.ts";
import { filePath, flag, text } from "./scalars.ts";

const long = mapWith({ path: filePath, required: flag, format: text }, { extensions: false, required: ["path"] });

const item: Shape = {
  ...long,
  allowed: "a path, or a map with path",
  scalar: (tree, context) =>
    typeof tree.value === "string" ? withRequired(tree, context.resolve(tree.value)) : new Refusal(),
  normal: (tree) =>
    tree.kind === "map" && child(tree, "required") === undefined
      ? withEntry(tree, "required", scalar(tree, true))
      : tree,
};

export const envFiles: Shape = {
  allowed: "a path or a list of paths",
  scalar: (tree, context) => {
    if (typeof tree.value !== "string") return new Refusal();
    return withTag(list(tree, [withRequired(tree, context.resolve(tree.value))]), tree.tag);
  },
  list: item,
  merge: { how: "unique", key: (tree) => textOf(child(tree, "path")) ?? "" },
};

export const labelFiles: Shape = oneOrMany(filePath, unique);

function withRequired(tree: ScalarTree, path: string): Tree {
  return map(tree, [
    ["path", scalar(tree, path)],
    ["required", scalar(tree, true)],
  ]);
}

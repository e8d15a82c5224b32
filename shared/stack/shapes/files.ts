/** Secrets and configs as services use them, and as the project declares them. */
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import { child, map, scalar, textOf } from "../tree.ts";
import { listOf, mapWith, options, pairs } from "./containers.ts";
import { external } from "./external.ts";
import { fileMode, filePath, text } from "./scalars.ts";

const long = mapWith({ source: text, target: text, uid: text, gid: text, mode: fileMode });

/** A list of names or of maps with source and target. */
export function fileReferences(folder: string): Shape {
  return listOf(
    {
      allowed: "a name, or a map with source and target",
      scalar: (tree) =>
        typeof tree.value === "string" ? map(tree, [["source", scalar(tree, tree.value)]]) : new Refusal(),
      ...(long.map === undefined ? {} : { map: long.map }),
    },
    {
      how: "unique",
      key: (item) => textOf(child(item, "target")) ?? `${folder}${textOf(child(item, "source")) ?? ""}`,
    },
  );
}

export const secret: Shape = mapWith({
  name: text,
  environment: text,
  file: filePath,
  external,
  labels: pairs(""),
  driver: text,
  driver_opts: options,
  template_driver: text,
});

export const config: Shape = mapWith({
  name: text,
  content: text,
  environment: text,
  file: filePath,
  external,
  labels: pairs(""),
  template_driver: text,
});

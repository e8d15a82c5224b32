import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import { child, map, scalar, textOf, withEntry } from "../tree.ts";
import { listOf, mapWith } from "./containers.ts";
import { text } from "./scalars.ts";

const long = mapWith({ source: text, target: text, permissions: text }, { required: ["source"] });

/** `HOST[:CONTAINER[:PERMISSIONS]]`, or a map; canonical as the map with every field. */
export const devices: Shape = listOf(
  {
    ...long,
    allowed: "a device such as /dev/ttyUSB0:/dev/ttyUSB0, or a map with source",
    scalar: (tree) => {
      if (typeof tree.value !== "string") return new Refusal();
      const [source = "", target, permissions, ...rest] = tree.value.split(":");
      if (source === "" || rest.length > 0) return new Refusal("Write HOST:CONTAINER:PERMISSIONS.");
      return map(tree, [
        ["source", scalar(tree, source)],
        ["target", scalar(tree, target ?? source)],
        ["permissions", scalar(tree, permissions ?? "rwm")],
      ]);
    },
    normal: (tree) => {
      const source = child(tree, "source");
      if (tree.kind !== "map" || source === undefined) return tree;
      const withTarget = child(tree, "target") === undefined ? withEntry(tree, "target", source) : tree;
      const permissions = child(tree, "permissions");
      return permissions === undefined ? withEntry(withTarget, "permissions", scalar(tree, "rwm")) : withTarget;
    },
  },
  { how: "unique", key: (item) => textOf(child(item, "target")) ?? `${item.source.file}:${item.offset}` },
);

import { checkDistinct } from "../check-distinct.ts";
import type { Shape } from "../shape.ts";
import type { MapEntry } from "../tree.ts";
import { atOf, child, map, mapOf, scalar, withEntry, withTag } from "../tree.ts";
import { mapWith } from "./containers.ts";
import { flag, oneOf, text } from "./scalars.ts";

const dependency: Shape = {
  ...mapWith(
    {
      condition: oneOf("service_started", "service_healthy", "service_completed_successfully"),
      restart: flag,
      required: flag,
    },
    { required: ["condition"] },
  ),
  normal: (tree) =>
    tree.kind === "map" && child(tree, "required") === undefined
      ? withEntry(tree, "required", scalar(tree, true))
      : tree,
};

/** A list of services, or a map to conditions; canonical as the map. */
export const dependsOn: Shape = {
  allowed: "a list of services or a map",
  list: text,
  map: { others: dependency },
  normal: (tree, context, path) => {
    if (tree.kind === "map") return tree;
    checkDistinct(tree, path, context.report);
    const entries = new Map<string, MapEntry>();
    for (const item of tree.items) {
      if (item.kind !== "scalar") continue;
      const settings = map(item, [
        ["condition", scalar(item, "service_started")],
        ["required", scalar(item, true)],
      ]);
      entries.set(String(item.value), { key: atOf(item), value: settings });
    }
    return withTag(mapOf(tree, entries), tree.tag);
  },
};

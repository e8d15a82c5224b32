import { checkDistinct } from "../check-distinct.ts";
import type { Convert, Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { ListTree, MapTree, ScalarTree, Tree } from "../tree.ts";
import { list, scalar, withTag } from "../tree.ts";
import { oneOrMany, unique } from "./containers.ts";
import { text } from "./scalars.ts";

const line: Shape = {
  allowed: "host=address or host:address",
  scalar: (tree) => {
    const match = typeof tree.value === "string" ? /^([^=:]+)[=:](.+)$/.exec(tree.value) : null;
    return match === null ? new Refusal() : entry(tree, match[1] ?? "", match[2] ?? "");
  },
};

const normal: Convert<ListTree | MapTree> = (tree, context, path) => {
  if (tree.kind === "list") {
    checkDistinct(tree, path, context.report);
    return tree;
  }
  const items: Tree[] = [];
  for (const [host, { value }] of tree.entries) {
    for (const address of value.kind === "list" ? value.items : [value]) {
      if (address.kind === "scalar") items.push(entry(address, host, String(address.value)));
    }
  }
  return withTag(list(tree, items), tree.tag);
};

/** `host=address` or `host:address`, or a map from hosts to one or more addresses; canonical as a list of `host=address`. */
export const extraHosts: Shape = {
  allowed: "a list of host=address or a map",
  list: line,
  map: { others: oneOrMany(text) },
  normal,
  merge: unique,
};

/** An IPv6 address may stand in brackets. */
function entry(at: ScalarTree, host: string, address: string): ScalarTree {
  return scalar(at, `${host.trim()}=${address.trim().replace(/^\[(.*)\]$/, "$1")}`);
}

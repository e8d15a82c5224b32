/** Reading YAML nodes: keys, ranges, aliases and merge keys. */
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

export type Entry = Pair<Node, Node | null>;
export type Entries = YAMLMap<Node, Node | null>;
export type Items = YAMLSeq<Node | null>;
/** Keys and list indexes from the root. */
export type NodePath = Array<string | number>;

export function keyText(entry: Entry): string {
  return asScalar(entry.key)?.value ?? "";
}

export function asMap(node: Node | null | undefined): Entries | undefined {
  return isMap(node) ? (node as unknown as Entries) : undefined;
}

export function asSeq(node: Node | null | undefined): Items | undefined {
  return isSeq(node) ? (node as unknown as Items) : undefined;
}

export function asAlias(node: Node | null | undefined): Alias.Parsed | undefined {
  return isAlias(node) ? (node as Alias.Parsed) : undefined;
}

export function asScalar(node: Node | null | undefined): Scalar<string | null> | undefined {
  return isScalar(node) ? (node as Scalar<string | null>) : undefined;
}

export function entryOf(owner: Entries | undefined, key: string): Entry | undefined {
  return owner?.items.find((entry) => keyText(entry) === key);
}

export function anchorOf(node: Node | null | undefined): string | undefined {
  return (node as { anchor?: string } | null | undefined)?.anchor;
}

/** Text of a scalar; undefined for everything else, and for nothing. */
export function textOfNode(node: Node | null | undefined): string | undefined {
  const scalar = asScalar(node);
  return scalar === undefined || scalar.value === null || isNothing(scalar) ? undefined : scalar.value;
}

export function rangeOf(node: Node | null | undefined): [number, number] {
  const range = node?.range;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

export function startOf(node: Node | null | undefined): number {
  return rangeOf(node)[0];
}

export function endOfNode(node: Node | null | undefined): number {
  return rangeOf(node)[1];
}

/** A value that is not written at all, as in `key:`. */
export function isNothing(node: Node | null): boolean {
  if (node === null) return true;
  const [from, to] = rangeOf(node);
  return isScalar(node) && from === to;
}

/** The aliases of a map's merge key. */
export function mergesOf(owner: Entries): Array<{ entry: Entry; alias: Alias.Parsed }> {
  return owner.items.flatMap((entry) => {
    if (keyText(entry) !== "<<") return [];
    const values = asSeq(entry.value)?.items ?? [entry.value];
    return values.flatMap((value) => {
      const alias = asAlias(value);
      return alias === undefined ? [] : [{ entry, alias }];
    });
  });
}

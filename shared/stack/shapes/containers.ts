/** Shapes of lists and maps in their short and long forms. */
import type { Fields, MergeRule, Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { MapEntry, Tree } from "../tree.ts";
import { atOf, list, mapOf, scalar, withTag } from "../tree.ts";
import { looseText, text, textNumberOrNothing } from "./scalars.ts";

export const replace: MergeRule = { how: "replace" };

export function itself(item: Tree): string {
  return item.kind === "scalar" ? String(item.value) : `${item.source.file}:${item.offset}`;
}

export const unique: MergeRule = { how: "unique", key: itself };

export function listOf(item: Shape, merge?: MergeRule): Shape {
  return { allowed: `a list`, list: item, ...(merge === undefined ? {} : { merge }) };
}

export const texts: Shape = listOf(text);
export const uniqueTexts: Shape = listOf(text, unique);
export const distinctTexts: Shape = listOf(text, { how: "distinct" });

/** One text or a list of them; canonical as a list. */
export function oneOrMany(item: Shape, merge?: MergeRule): Shape {
  return {
    allowed: `${item.allowed} or a list`,
    scalar: (tree, context, path) => {
      const one = item.scalar?.(tree, context, path) ?? new Refusal();
      return one instanceof Refusal ? one : withTag(list(tree, [one]), tree.tag);
    },
    list: item,
    ...(merge === undefined ? {} : { merge }),
  };
}

export function mapWith(keys: Record<string, Shape>, more: Omit<Fields, "keys"> = {}): Shape {
  return { allowed: "a map", map: { keys, extensions: true, ...more } };
}

export function mapTo(others: Shape, name?: Fields["name"]): Shape {
  return { allowed: "a map", map: { others, ...(name === undefined ? {} : { name }) } };
}

/** A section that may be left empty, like `volumes: {data:}`. */
export function orNothing(shape: Shape): Shape {
  return {
    ...shape,
    allowed: `${shape.allowed} or nothing`,
    scalar: (tree, context, path) =>
      tree.value === null ? tree : (shape.scalar?.(tree, context, path) ?? new Refusal()),
  };
}

/**
 * `KEY: value` or `- KEY=value`; canonical as a map.
 *
 * @param bare what a key without a value means: nothing yet (environment) or empty text (labels).
 */
export function pairs(bare: null | "", merge?: MergeRule): Shape {
  return {
    allowed: "a map or a list of KEY=value",
    list: text,
    map: { others: bare === null ? looseText : looseOrEmpty },
    normal: (tree) => {
      if (tree.kind === "map") return tree;
      const entries = new Map<string, MapEntry>();
      for (const item of tree.items) {
        if (item.kind !== "scalar") continue;
        const [name, value] = cut(String(item.value), "=");
        entries.set(name, { key: atOf(item), value: scalar(item, value ?? bare) });
      }
      return withTag(mapOf(tree, entries), tree.tag);
    },
    ...(merge === undefined ? {} : { merge }),
  };
}

const looseOrEmpty: Shape = {
  allowed: looseText.allowed,
  scalar: (tree, context, path) =>
    tree.value === null ? { ...tree, value: "" } : (looseText.scalar?.(tree, context, path) ?? new Refusal()),
};

/** Options of a driver: text or numbers by name, canonical as text. */
export const options: Shape = mapTo(textNumberOrNothing);

/** Splits at the first separator; the second half is undefined when there is none. */
export function cut(whole: string, separator: string): [string, string | undefined] {
  const at = whole.indexOf(separator);
  return at === -1 ? [whole, undefined] : [whole.slice(0, at), whole.slice(at + separator.length)];
}

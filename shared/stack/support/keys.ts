/** The keys of a shape, and the keys of a value, in the table's notation. */
import type { Shape } from "../shape.ts";
import { anything } from "../shapes/scalars.ts";
import type { Rows } from "./row.ts";

/** Every key below a shape. Names of the user's own (services, labels, options) are no keys. */
export function keysBelow(shape: Shape, path: string): string[] {
  if (shape === anything) return [];
  const own = Object.entries(shape.map?.keys ?? {}).flatMap(([key, inner]) => {
    const place = path === "" ? key : `${path}.${key}`;
    return [place, ...keysBelow(inner, place)];
  });
  const named = shape.map?.others === undefined ? [] : keysBelow(shape.map.others, `${path}.*`);
  const items = shape.list === undefined ? [] : keysBelow(shape.list, `${path}[]`);
  return [...new Set([...own, ...named, ...items])];
}

const prefixes = new WeakMap<Rows, Set<string>>();

/** The pattern of a key below another pattern; undefined for names of the user's own below which nothing has a row. */
export function patternBelow(table: Rows, pattern: string, key: string, item: boolean): string | undefined {
  const known = prefixesOf(table);
  if (item) return known.has(`${pattern}[]`) ? `${pattern}[]` : undefined;
  const named = `${pattern}.*`;
  if (known.has(named)) return named;
  const own = pattern === "" ? key : `${pattern}.${key}`;
  return known.has(own) ? own : undefined;
}

function prefixesOf(table: Rows): Set<string> {
  const known = prefixes.get(table) ?? new Set<string>();
  if (known.size === 0) {
    for (const key of Object.keys(table)) {
      const parts = key.split(/\.|(?=\[\])/);
      let path = "";
      for (const part of parts) {
        path += part === "[]" || path === "" ? part : `.${part}`;
        known.add(path);
      }
    }
    prefixes.set(table, known);
  }
  return known;
}

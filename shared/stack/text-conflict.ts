/** What two changes of one text have in common: the window's edit, and what another program wrote meanwhile. */
import type { Node } from "yaml";
import { asAlias, asMap, asScalar, asSeq, isNothing, keyText } from "./edit-nodes.ts";
import { parseYaml } from "./parse-yaml.ts";
import { printPath } from "./print-path.ts";
import type { Path } from "./tree.ts";

export interface Conflict {
  /** `services.web.image` */
  path: string;
  /** As text; undefined where the value was taken away. */
  ours: string | undefined;
  theirs: string | undefined;
}

/** Values that both changed, and not to the same. Lists count as one value: their items have no names. */
export function conflictsBetween(base: string, ours: string, theirs: string): Conflict[] {
  const [before, mine, other] = [base, ours, theirs].map(valuesOf);
  if (before === undefined || mine === undefined || other === undefined) return [];
  const changed = [...new Set([...before.keys(), ...mine.keys()])].filter(
    (path) => before.get(path) !== mine.get(path),
  );
  return changed.flatMap((path) => {
    const theirValue = other.get(path);
    if (theirValue === before.get(path) || theirValue === mine.get(path)) return [];
    return [{ path, ours: mine.get(path), theirs: theirValue }];
  });
}

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const visit = (node: Node | null, path: Path): void => {
    const map = asMap(node);
    if (map === undefined) {
      if (path.length > 0) values.set(printPath(path), written(node));
      return;
    }
    for (const entry of map.items) visit(entry.value, [...path, keyText(entry)]);
  };
  for (const document of parseYaml(text)) visit(document.contents, []);
  return values;
}

function written(node: Node | null): string {
  if (node === null || isNothing(node)) return "";
  const alias = asAlias(node);
  if (alias !== undefined) return `*${alias.source}`;
  const items = asSeq(node)?.items.map(written);
  if (items !== undefined) return `[${items.join(", ")}]`;
  const entries = asMap(node)?.items.map((entry) => `${keyText(entry)}: ${written(entry.value)}`);
  return entries === undefined ? (asScalar(node)?.value ?? "") : `{${entries.join(", ")}}`;
}

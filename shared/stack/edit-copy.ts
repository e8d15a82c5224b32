import type { Node } from "yaml";
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import { asAlias, asMap, asScalar, asSeq, isNothing, keyText, rangeOf } from "./edit-nodes.ts";
import type { EditValue } from "./edit-print.ts";
import { RawText } from "./edit-print.ts";

/** A node's value to be written elsewhere: scalars as they are written, comments and anchors left behind. */
export function copyOf(document: EditDocument, node: Node | null): EditValue {
  if (node === null || isNothing(node)) return null;
  const alias = asAlias(node);
  if (alias !== undefined) return new RawText(`*${alias.source}`);
  const tag = (node as { tag?: string }).tag;
  if (tag?.startsWith("!") === true && tag !== "!")
    throw new EditError("form", `The value has the tag ${tag}, which a copy would lose; edit it by hand.`);
  const scalar = asScalar(node);
  if (scalar !== undefined) {
    const text = document.text.slice(...rangeOf(node));
    const written = scalar.type === "PLAIN" || scalar.type === "QUOTE_SINGLE" || scalar.type === "QUOTE_DOUBLE";
    if (written && !text.includes("\n")) return new RawText(text, scalar.type === "PLAIN");
    return scalar.value ?? "";
  }
  const items = asSeq(node)?.items.map((item) => copyOf(document, item));
  if (items !== undefined) return items;
  const entries = (asMap(node)?.items ?? []).map((entry): [string, EditValue] => {
    if (keyText(entry) === "<<" && asScalar(entry.key)?.type !== "PLAIN")
      throw new EditError("form", 'The value has a key "<<" in quotes; edit it by hand.');
    return [keyText(entry), copyOf(document, entry.value)];
  });
  return Object.fromEntries(entries);
}

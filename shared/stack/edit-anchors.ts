/** Anchors and aliases of a stack file: which node an alias means, and which aliases mean a node. */
import type { Node } from "yaml";
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import type { NodePath } from "./edit-nodes.ts";
import { anchorOf, asAlias, asMap, asSeq, isNothing, keyText, startOf } from "./edit-nodes.ts";
import { printPath } from "./print-path.ts";
import type { Splice } from "./splice.ts";

export interface Use {
  name: string;
  path: NodePath;
  start: number;
}

interface Shares {
  anchors: Array<{ name: string; path: NodePath; node: Node; start: number }>;
  aliases: Use[];
}

const known = new WeakMap<EditDocument, Shares>();

function sharesOf(document: EditDocument): Shares {
  const there = known.get(document);
  if (there !== undefined) return there;
  const shares: Shares = { anchors: [], aliases: [] };
  const visit = (node: Node | null, path: NodePath): void => {
    if (node === null) return;
    const alias = asAlias(node);
    const start = startOf(node);
    if (alias !== undefined) shares.aliases.push({ name: alias.source, path, start });
    const name = anchorOf(node);
    if (name !== undefined && !isNothing(node)) shares.anchors.push({ name, path, node, start });
    for (const entry of asMap(node)?.items ?? []) visit(entry.value, [...path, keyText(entry)]);
    for (const [index, item] of (asSeq(node)?.items ?? []).entries()) visit(item, [...path, index]);
  };
  visit(document.root, []);
  known.set(document, shares);
  return shares;
}

/** The node that an alias at an offset means. */
export function anchoredNode(
  document: EditDocument,
  name: string,
  before: number,
): { path: NodePath; node: Node } | undefined {
  return sharesOf(document).anchors.findLast((one) => one.name === name && one.start < before);
}

/** Aliases of the anchor at an offset: those after it, up to the next anchor of that name. */
export function usesOf(document: EditDocument, name: string, start: number): Use[] {
  const { anchors, aliases } = sharesOf(document);
  const end = anchors.find((one) => one.name === name && one.start > start)?.start ?? Infinity;
  return aliases.filter((one) => one.name === name && one.start > start && one.start < end);
}

/** @throws EditError when a splice would take away an anchor that something else still names */
export function guardAnchors(document: EditDocument, splices: readonly Splice[]): void {
  const cuts = splices.filter((splice) => splice.remove.includes("&"));
  if (cuts.length === 0) return;
  const gone = (offset: number): boolean =>
    splices.some((splice) => offset >= splice.at && offset < splice.at + splice.remove.length);
  for (const { name, start } of sharesOf(document).anchors) {
    if (!gone(document.text.lastIndexOf(`&${name}`, start))) continue;
    const use = usesOf(document, name, start).find((one) => !gone(one.start));
    if (use === undefined) continue;
    throw new EditError(
      "in-use",
      `${printPath(use.path)} takes its value from here, through *${name}.`,
      "Change that first.",
    );
  }
}

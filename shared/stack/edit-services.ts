/** Adding, removing and copying whole services. */
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import { asAlias, asMap, asSeq, startOf, textOfNode } from "./edit-nodes.ts";
import { referencesTo, type Reference } from "./edit-references.ts";
import { checkName } from "./edit-rename.ts";
import { printKey } from "./edit-print.ts";
import { extendersOf } from "./edit-extends.ts";
import { settleNext } from "./edit-shared.ts";
import { anywhere, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import type { Splice } from "./splice.ts";
import { applySplices } from "./splice.ts";

export function serviceSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other kinds are done in other files
  switch (edit.kind) {
    case "add-service": {
      const { service, image, build } = edit;
      checkName(document, "services", service);
      if ((image ?? "") === "" && (build ?? "") === "")
        throw new EditError("bad-value", `The service ${service} needs an image or the folder of a build.`);
      const value = { ...(build === undefined ? {} : { build }), ...(image === undefined ? {} : { image }) };
      return [anywhere((now) => now.set(["services", service], value))];
    }
    case "remove-service":
      return removeService(document, edit.service);
    case "duplicate-service":
      checkName(document, "services", edit.to);
      return [anywhere((now) => duplicate(now, edit.service, edit.to))];
    default:
      return undefined;
  }
}

/** Links go with the service; what cannot be without it must be changed by hand first. */
const links = new Set(["depends_on", "links", "volumes_from", "layout"]);

function removeService(document: EditDocument, service: string): Step[] {
  const references = referencesTo(document, "services", service).filter((one) => one.service !== service);
  const extenders = extendersOf(document, service).map((one) => one.service);
  const bound = references.filter((one) => !links.has(one.key));
  const users = [...new Set([...bound.map((one) => one.service ?? one.key), ...extenders])];
  if (users.length > 0) {
    const keys = [...new Set(bound.map((one) => one.key))].join(", ");
    throw new EditError(
      "in-use",
      `${users.join(", ")} cannot be without ${service} (${keys === "" ? "extends" : keys}).`,
      "Change that first.",
    );
  }
  const aliases = settleNext(document, ["services", service, ""], "inside", undefined);
  if (aliases !== undefined)
    throw new EditError("in-use", `${service} is shared through an anchor.`, "Edit it by hand.");
  const unlink = references.map((one): Step => ({ make: (now) => dropLink(now, one, service) }));
  return [...unlink, anywhere((now) => now.remove(["services", service]))];
}

/** Finds the reference again, because the text may have changed since, and takes it away. */
function dropLink(document: EditDocument, { service, key }: Reference, name: string): Splice[] {
  const owner = service === undefined ? ["x-gantry", "layout"] : ["services", service, key];
  const node = document.node(owner);
  const alias = asAlias(node) !== undefined || (node === undefined && service !== undefined);
  if (alias) throw new EditError("in-use", `${service} names ${name} in a value that it shares.`, "Change that first.");
  const seq = asSeq(node);
  if (seq === undefined) return document.has([...owner, name]) ? document.remove([...owner, name]) : [];
  const index = seq.items.findIndex((item) => textOfNode(item)?.split(":")[0] === name);
  return index === -1 ? [] : document.remove([...owner, index]);
}

/** The service's lines once more below it, under another key; anchors would be defined twice and are left out. */
function duplicate(document: EditDocument, service: string, to: string): Splice[] {
  const entry = document.entry(["services", service]);
  const map = asMap(entry?.value);
  if (entry === undefined || map === undefined)
    throw new EditError("form", `The service ${service} is shared through an alias; edit it by hand.`);
  const from = startOf(entry.key);
  const end = document.endOf(entry);
  const own = document.text.slice(from, end);
  const cuts: Splice[] = [
    { at: 0, remove: document.text.slice(from, entry.key.range?.[1] ?? from), insert: printKey(to) },
  ];
  for (const { from: start, length } of anchorsWithin(document, entry.value)) {
    cuts.push({ at: start - from, remove: document.text.slice(start, start + length), insert: "" });
  }
  const copied = applySplices(own, cuts).text;
  const services = asMap(document.node(["services"]));
  if (services?.flow === true) return withoutOwn([{ at: end, remove: "", insert: `, ${copied}` }], document, to);
  const indent = " ".repeat(document.columnOf(from));
  const closed = end > 0 && document.text[end - 1] === "\n";
  const at = closed ? end : document.lineEnd(end);
  const insert = closed ? indent + copied : document.newline + indent + copied;
  return withoutOwn([{ at, remove: "", insert }], document, to);
}

/** Takes the host ports and the container's name out of what is to be inserted. */
function withoutOwn(splices: Splice[], document: EditDocument, to: string): Splice[] {
  const Document = document.constructor as new (text: string) => EditDocument;
  let text = applySplices(document.text, splices).text;
  for (const key of ["container_name", "ports"]) {
    const now = new Document(text);
    const path = ["services", to, key];
    if (now.has(path)) text = applySplices(text, now.remove(path)).text;
  }
  const [first] = splices;
  if (first === undefined) return [];
  const grown = text.length - document.text.length;
  return [{ at: first.at, remove: "", insert: text.slice(first.at, first.at + grown) }];
}

function anchorsWithin(document: EditDocument, root: unknown): Array<{ from: number; length: number }> {
  const found: Array<{ from: number; length: number }> = [];
  const visit = (node: unknown): void => {
    const value = node as { anchor?: string; range?: [number, number, number] } | null;
    if (value === null || value === undefined) return;
    if (value.anchor !== undefined && value.range !== undefined && asAlias(value as never) === undefined) {
      const mark = `&${value.anchor}`;
      const from = document.text.lastIndexOf(mark, value.range[0]);
      const blank = document.text[from + mark.length] === " " ? 1 : 0;
      if (from !== -1) found.push({ from, length: mark.length + blank });
    }
    for (const entry of asMap(value as never)?.items ?? []) visit(entry.value);
    for (const item of asSeq(value as never)?.items ?? []) visit(item);
  };
  visit(root);
  return found
    .filter((one, index) => found.findIndex((other) => other.from === one.from) === index)
    .sort((a, b) => a.from - b.from);
}

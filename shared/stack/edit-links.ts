/** Edits of `depends_on`. */
import type { EditDocument } from "./edit-document.ts";
import { checkListed, meantAt, meantInStack, namesIn } from "./edit-effective.ts";
import { EditError } from "./edit-error.ts";
import { asMap, asSeq, endOfNode, textOfNode } from "./edit-nodes.ts";
import type { NodePath } from "./edit-nodes.ts";
import { printKey } from "./edit-print.ts";
import { inside, removeAt, setAt, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import type { Splice } from "./splice.ts";

const started = "service_started";

export function linkSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (edit.kind !== "add-link" && edit.kind !== "remove-link") return undefined;
  const path = ["services", edit.service, "depends_on"];
  const meant = meantAt(document, path);
  const seq = asSeq(meant);
  const index = seq?.items.findIndex((item) => textOfNode(item) === edit.on) ?? -1;
  if (edit.kind === "remove-link") {
    checkListed(document, edit.service, "depends_on", edit.on);
    return [removeAt([...path, index === -1 ? edit.on : index])];
  }
  if (edit.on === edit.service) throw new EditError("bad-value", "A service cannot depend on itself.");
  if (!document.declares("services", edit.on))
    throw new EditError("no-such-service", `The file has no service "${edit.on}" to depend on.`);
  const way = cycle(document, edit.on, edit.service);
  if (way !== undefined)
    throw new EditError("bad-value", `That would be a circle: ${[edit.service, ...way].join(" -> ")}.`);
  const condition = edit.condition ?? started;
  if (asMap(meant) !== undefined) return [setAt([...path, edit.on, "condition"], condition)];
  if (condition === started) {
    const listed = meantInStack(document, edit.service, "depends_on").flatMap((node) => asSeq(node) ?? []);
    if (listed.some((one) => namesIn(document, one).includes(edit.on))) return [];
    return [inside(path, (now, place) => now.addItem(place, edit.on))];
  }
  if (seq === undefined) return [setAt([...path, edit.on, "condition"], condition)];
  return [inside(path, toMap), setAt([...path, edit.on, "condition"], condition)];
}

/** `- db` becomes `db: {condition: service_started}`, so that a condition can be said. */
function toMap(document: EditDocument, path: NodePath): Splice[] {
  const seq = asSeq(document.node(path));
  const entry = document.entry(path);
  if (seq === undefined || entry === undefined) return [];
  const written = (name: string): string => `${printKey(name)}: {condition: ${started}}`;
  const items = seq.items.map((item) => {
    const name = textOfNode(item);
    if (name === undefined || item === null)
      throw new EditError("form", "depends_on holds more than names; edit it by hand.");
    return { name, item };
  });
  if (seq.flow === true) return [document.exchange(seq, `{${items.map(({ name }) => written(name)).join(", ")}}`)];
  const key = document.columnOf(entry.key.range?.[0] ?? 0);
  return items.map(({ name, item }, index) => {
    const dash = document.dashOf(seq, index);
    const pad = document.columnOf(dash) > key ? "" : "  ";
    return document.put(dash, endOfNode(item), pad + written(name));
  });
}

/** How a service leads to another along depends_on. */
function cycle(document: EditDocument, from: string, to: string, seen = new Set<string>()): string[] | undefined {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const name of needsOf(document, from)) {
    const way = cycle(document, name, to, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}

/** What a service needs first: `depends_on`, and what Compose derives from links, volumes and shared namespaces. */
function needsOf(document: EditDocument, service: string): string[] {
  const listed = (key: string): string[] =>
    meantInStack(document, service, key).flatMap((node) =>
      namesIn(document, node).map((name) => name.split(":")[0] ?? ""),
    );
  const shared = ["network_mode", "ipc", "pid"].flatMap((key) => {
    const mode = textOfNode(meantInStack(document, service, key)[0]);
    return mode?.startsWith("service:") === true ? [mode.slice("service:".length)] : [];
  });
  return [...listed("depends_on"), ...listed("links"), ...listed("volumes_from"), ...shared];
}

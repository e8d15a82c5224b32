/** What services of the same file take from each other through `extends`. */
import type { EditDocument } from "./edit-document.ts";
import type { EditAnswer } from "./edit-error.ts";
import { EditError } from "./edit-error.ts";
import type { NodePath } from "./edit-nodes.ts";
import { textOfNode } from "./edit-nodes.ts";
import type { Intent } from "./edit-shared.ts";
import { printPath } from "./print-path.ts";

/** Services of the file that extend one, directly or through others. */
export function extendersOf(document: EditDocument, service: string): string[] {
  const found = new Set<string>();
  const queue = [service];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const other of document.keysOf(["services"])) {
      if (found.has(other) || other === service || extendedBy(document, other) !== name) continue;
      found.add(other);
      queue.push(other);
    }
  }
  return [...found];
}

/** Services of the file that a service extends, the nearest first. */
export function basesOf(document: EditDocument, service: string): string[] {
  const found: string[] = [];
  for (let base = extendedBy(document, service); base !== undefined; base = extendedBy(document, base)) {
    if (base === service || found.includes(base)) break;
    found.push(base);
  }
  return found;
}

/** The service of the same file that a service extends. */
function extendedBy(document: EditDocument, service: string): string | undefined {
  const path = ["services", service, "extends"];
  return (
    textOfNode(document.node(path)) ??
    (document.has([...path, "file"]) ? undefined : textOfNode(document.node([...path, "service"])))
  );
}

/** @throws EditError when services that extend the edited one would change too, and nobody said that they may */
export function askExtenders(
  document: EditDocument,
  path: NodePath,
  intent: Intent,
  answer: EditAnswer | undefined,
): void {
  const [section, service] = path;
  if (section !== "services" || typeof service !== "string" || path.length < 3 || answer === "everywhere") return;
  if (!document.text.includes("extends")) return;
  const others = extendersOf(document, service).filter(
    (other) => intent !== "set" || !document.has(["services", other, ...path.slice(2)]),
  );
  if (others.length === 0) return;
  throw new EditError(
    "shared",
    `${others.join(", ")} ${others.length === 1 ? "extends" : "extend"} ${service} and would change too.`,
    "Change it for all of them, or give the others values of their own first.",
    ["everywhere"],
  );
}

/** True when a value that is to be taken away comes from an extended service, and the answer is to hide it here. */
export function hidesInherited(
  document: EditDocument,
  path: NodePath,
  answer: EditAnswer | "never" | undefined,
): boolean {
  const [section, service] = path;
  if (section !== "services" || typeof service !== "string" || document.has(path)) return false;
  if (!document.has(["services", service, "extends"])) return false;
  const bases = basesOf(document, service);
  const base = bases.find((one) => document.has(["services", one, ...path.slice(2)]));
  if (base === undefined && bases.length > 0) return false;
  if (answer === "here") return true;
  if (answer === "never")
    throw new EditError(
      "form",
      `${printPath(path.slice(0, 3))} comes from ${base ?? "the service it extends"}.`,
      "Edit it there.",
    );
  throw new EditError(
    "shared",
    `${printPath(path)} comes from ${base ?? "the service it extends"}.`,
    "Hide it here with !reset, or edit the service it comes from.",
    ["here"],
  );
}

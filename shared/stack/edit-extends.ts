/** What services of the same file take from each other through `extends`. */
import type { EditDocument } from "./edit-document.ts";
import type { EditAnswer } from "./edit-error.ts";
import { EditError } from "./edit-error.ts";
import type { NodePath } from "./edit-nodes.ts";
import { textOfNode } from "./edit-nodes.ts";
import type { Intent } from "./edit-shared.ts";
import { pathBeside } from "./path-beside.ts";
import { printPath } from "./print-path.ts";

/** A service of one of the stack's files. */
interface Owner {
  document: EditDocument;
  service: string;
}

/** Services of the stack's files that extend one of this file, directly or through others. */
export function extendersOf(document: EditDocument, service: string): Owner[] {
  const found: Owner[] = [];
  const queue: Owner[] = [{ document, service }];
  const stack = document.stack.filter((one) => one.text.includes("extends"));
  for (let base = queue.pop(); base !== undefined; base = queue.pop()) {
    for (const one of stack) {
      for (const name of one.keysOf(["services"])) {
        const owner = { document: one, service: name };
        if (found.some((known) => isSame(known, owner)) || isSame(owner, { document, service })) continue;
        const extended = baseOf(owner);
        if (extended === undefined || !isSame(extended, base)) continue;
        found.push(owner);
        queue.push(owner);
      }
    }
  }
  return found;
}

function isSame(one: Owner, other: Owner): boolean {
  const path = one.document.beside?.path;
  const sameFile = one.document === other.document || (path !== undefined && path === other.document.beside?.path);
  return sameFile && one.service === other.service;
}

/** The service that one extends, in its own file or in another one of the stack. */
function baseOf({ document, service }: Owner): Owner | undefined {
  const path = ["services", service, "extends"];
  const own = extendedBy(document, service);
  if (own !== undefined) return { document, service: own };
  const file = textOfNode(document.node([...path, "file"]));
  const name = textOfNode(document.node([...path, "service"]));
  const other = file === undefined ? undefined : stackFile(document, file);
  return other === undefined || name === undefined ? undefined : { document: other, service: name };
}

/** The file of the stack that a relative path in another one means. */
export function stackFile(document: EditDocument, name: string): EditDocument | undefined {
  const pathOf = (one: EditDocument | undefined): string[] =>
    one?.beside === undefined ? [] : [one.beside.path.replaceAll("\\", "/")];
  // Relative paths start at the file's own folder, or at that of the stack's first file.
  const bases = [document, document.stack.find((one) => one.beside?.own === true)].flatMap(pathOf);
  const meant = bases.map((base) => pathBeside(base, name));
  return document.stack.find((one) => pathOf(one).some((path) => meant.includes(path)));
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
  const own = extendersOf(document, service).filter(
    (other) => intent !== "set" || !other.document.has(["services", other.service, ...path.slice(2)]),
  );
  const others = own.map((other) => other.service);
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

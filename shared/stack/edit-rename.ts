/** Renaming services and resources: every reference follows. */
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import { asScalar } from "./edit-nodes.ts";
import { printFlow, printKey, printScalar, quoteOf } from "./edit-print.ts";
import type { Reference, Section } from "./edit-references.ts";
import { referencesTo } from "./edit-references.ts";
import { anywhere, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import type { Splice } from "./splice.ts";

export const namePattern = /^[a-zA-Z0-9._-]+$/;

export function renameSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (edit.kind === "rename-service") return rename(document, "services", edit.service, edit.to);
  return edit.kind === "rename-resource" ? rename(document, edit.section, edit.name, edit.to) : undefined;
}

function rename(document: EditDocument, section: Section, name: string, to: string): Step[] {
  if (name === to) return [];
  checkName(document, section, to);
  if (!document.declares(section, name) && section !== "services")
    throw new EditError("bad-value", `The file declares no ${name} under ${section}.`);
  return [
    anywhere((now) => [
      ...(now.has([section, name]) ? now.renameKey([section, name], to) : []),
      ...referencesTo(now, section, name).flatMap((reference) => follow(now, reference, to)),
    ]),
  ];
}

function follow(document: EditDocument, { node, renamed, beside }: Reference, to: string): Splice[] {
  const value = renamed(to);
  const scalar = asScalar(node);
  const quote = scalar === undefined ? "plain" : quoteOf(scalar);
  const plain = typeof value === "string" && namePattern.test(value) ? printKey(value) : printFlow(value);
  const printed = typeof value === "string" && quote !== "plain" ? printScalar(value, quote) : plain;
  const more = beside === undefined ? [] : [document.addEntry(beside.map, beside.key, beside.value)];
  return [document.exchange(node, printed), ...more];
}

/** @throws EditError when the name is illegal or taken */
export function checkName(document: EditDocument, section: Section, name: string): void {
  if (!namePattern.test(name))
    throw new EditError(
      "bad-value",
      `The name "${name}" is illegal.`,
      "Use letters, digits, dots, dashes and underscores.",
    );
  if (document.declares(section, name)) throw new EditError("taken", `There is already a ${name} under ${section}.`);
}

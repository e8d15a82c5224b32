/** Edits as values: each names what changes, and gives back the edit that undoes it byte for byte. */
import { type Beside, EditDocument } from "./edit-document.ts";
import type { EditAnswer } from "./edit-error.ts";
import { EditError } from "./edit-error.ts";
import { linkSteps } from "./edit-links.ts";
import { listSteps } from "./edit-lists.ts";
import { renameSteps } from "./edit-rename.ts";
import { resourceSteps } from "./edit-resources.ts";
import { scalarSteps } from "./edit-scalars.ts";
import { serviceSteps } from "./edit-services.ts";
import { guardAnchors } from "./edit-anchors.ts";
import { askExtenders, hidesInherited } from "./edit-extends.ts";
import { settleNext } from "./edit-shared.ts";
import { RawText } from "./edit-print.ts";
import type { Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";
import type { Splice } from "./splice.ts";
import { applySplices } from "./splice.ts";

export type Edit =
  | UserEdit
  /** Exact changes of the text: what undo is made of. */
  | { kind: "text"; splices: Splice[] }
  /** One after the other, all or none. */
  | { kind: "sequence"; edits: Edit[] };

/**
 * Applies one edit to a stack file's text.
 *
 * @param beside the stack's other files, which the edit looks at and leaves as they are
 * @throws EditError when the file is broken or the edit makes no sense in it; with `choices` when it would change a
 * value that other services share and does not say whether it may. Nothing is changed then.
 */
export function applyEdit(text: string, edit: Edit, beside?: Beside): { text: string; inverse: Edit } {
  if (edit.kind === "text") {
    const result = applySplices(text, edit.splices);
    return { text: result.text, inverse: { kind: "text", splices: result.inverse } };
  }
  const inverses: Edit[] = [];
  let current = text;
  if (edit.kind === "sequence") {
    for (const one of edit.edits) {
      const result = applyEdit(current, one, beside);
      current = result.text;
      inverses.unshift(result.inverse);
    }
  } else {
    const put = (splices: readonly Splice[]): void => {
      if (splices.length === 0) return;
      if (splices.some((splice) => splice.remove.includes("&"))) guardAnchors(new EditDocument(current), splices);
      const result = applySplices(current, splices);
      current = result.text;
      inverses.unshift({ kind: "text", splices: result.inverse });
    };
    const answer = "shared" in edit ? edit.shared : undefined;
    const read = () => new EditDocument(current, beside);
    for (const step of stepsOf(read(), edit)) {
      perform(read, step, answer, put);
    }
  }
  const [only] = inverses;
  return {
    text: current,
    inverse: inverses.length === 1 && only !== undefined ? only : { kind: "sequence", edits: inverses },
  };
}

/** Opens what is shared as far as the answer allows, then does the step. */
function perform(
  read: () => EditDocument,
  step: Step,
  answer: EditAnswer | undefined,
  put: (splices: readonly Splice[]) => void,
): void {
  const { intent = "inside" } = step;
  let path = step.path ?? [];
  let document = read();
  if (step.path !== undefined) {
    askExtenders(document, path, intent, answer);
    for (let tries = 0; ; tries += 1) {
      if (tries > 50) throw new EditError("form", "The value is shared in too many ways; edit it by hand.");
      const next = settleNext(document, path, intent, answer);
      if (next === undefined) break;
      if ("path" in next) path = next.path;
      else {
        put(next.splices);
        document = read();
      }
    }
    if (intent === "remove" && hidesInherited(document, path, step.listed === true ? "never" : answer)) {
      put(document.set(path, new RawText("!reset null")));
      return;
    }
  }
  put(step.make(document, path));
}

function stepsOf(document: EditDocument, edit: UserEdit): Step[] {
  if (
    document.root !== null &&
    edit.kind !== "add-service" &&
    "service" in edit &&
    !document.declares("services", edit.service)
  )
    throw new EditError("no-such-service", `The file has no service "${edit.service}".`);
  const steps = [serviceSteps, renameSteps, scalarSteps, listSteps, linkSteps, resourceSteps];
  for (const make of steps) {
    const made = make(document, edit);
    if (made !== undefined) return made;
  }
  throw new EditError("bad-value", `There is no edit ${edit.kind}.`);
}

/** Edits of a stack that is made of several files: overrides, `-f` files, included ones. */
import { applyEdit, type Edit } from "./edit.ts";
import { type Beside, EditDocument } from "./edit-document.ts";
import { type EditAnswer, EditError } from "./edit-error.ts";
import { targetsOf } from "./edit-targets.ts";
import type { UserEdit } from "./edit-values.ts";
import { shownFile } from "./shown-file.ts";

/** One edit, or several that are made together or not at all. */
export type StackEdit = UserEdit | { kind: "sequence"; edits: UserEdit[] };

/** A file of a stack, see LoadedStack.members. */
export interface StackMember {
  /** Absolute. */
  path: string;
  /** One of the files that the stack is opened with; the others are included. */
  own: boolean;
  /** Included from outside the stack's folder: other stacks may use it too. */
  outside: boolean;
}

export interface StackText extends StackMember {
  text: string;
}

/** An edit of one file. */
export interface FileEdit {
  path: string;
  edit: Edit;
}

export interface EditedFiles {
  /** The files whose text is another one now. */
  changed: Array<{ path: string; text: string }>;
  /** For {@link applyFileEdits}: leads back byte for byte. */
  inverse: FileEdit[];
}

/**
 * Applies an edit to the files of a stack: each value is changed in the file where it counts (see edit-targets.ts), names
 * are followed through all of them.
 *
 * @param files in merge order, included ones before the file that includes them
 * @throws EditError as {@link applyEdit} does; with `choices` also when it would change a file outside the stack's
 * folder. Nothing is changed then.
 */
export function editFiles(files: readonly StackText[], edit: StackEdit): EditedFiles {
  if (edit.kind === "sequence") {
    const inverse: FileEdit[] = [];
    let now = files;
    for (const one of edit.edits) {
      const result = editFiles(now, one);
      now = withTexts(now, result.changed);
      inverse.unshift(...result.inverse);
    }
    return { changed: changesBetween(files, now), inverse };
  }
  const [only, ...more] = files;
  if (only !== undefined && more.length === 0) return edited([[only, applyEdit(only.text, edit)]]);
  const all: EditDocument[] = [];
  for (const file of files)
    all.push(told(file, files, () => new EditDocument(file.text, { path: file.path, own: file.own, files: all })));
  return edited(
    targetsOf(all, edit).flatMap(([{ beside }, part]) => {
      const file = files.find(({ path }) => path === beside?.path);
      return file === undefined ? [] : [[file, told(file, files, () => change(file, part, files, beside))]];
    }),
  );
}

/** Applies edits that name their files, such as an inverse. @throws EditError when the texts are other ones by now */
export function applyFileEdits(files: readonly StackText[], edits: readonly FileEdit[]): EditedFiles {
  const inverse: FileEdit[] = [];
  let now = files;
  for (const { path, edit } of edits) {
    const file = now.find((one) => one.path === path);
    if (file === undefined) throw new EditError("changed", `${path} is no file of the stack any more.`);
    const result = applyEdit(file.text, edit);
    now = withTexts(now, [{ path, text: result.text }]);
    inverse.unshift({ path, edit: result.inverse });
  }
  return { changed: changesBetween(files, now), inverse };
}

/** The files with some texts exchanged. */
export function withTexts<T extends StackText>(
  files: readonly T[],
  texts: ReadonlyArray<{ path: string; text: string }>,
): T[] {
  const known = new Map(texts.map(({ path, text }) => [path, text]));
  return files.map((file) => ({ ...file, text: known.get(file.path) ?? file.text }));
}

type Changed = ReturnType<typeof applyEdit>;

function edited(results: ReadonlyArray<[StackText, Changed]>): EditedFiles {
  const real = results.filter(([file, { text }]) => text !== file.text);
  return {
    changed: real.map(([{ path }, { text }]) => ({ path, text })),
    inverse: real.map(([{ path }, { inverse }]) => ({ path, edit: inverse })),
  };
}

function changesBetween(before: readonly StackText[], after: readonly StackText[]): EditedFiles["changed"] {
  return after.flatMap(({ path, text }, index) => (text === before[index]?.text ? [] : [{ path, text }]));
}

/** Asks about a file that other stacks may use, together with what the edit itself asks. */
function change(file: StackText, edit: UserEdit, files: readonly StackText[], beside: Beside | undefined): Changed {
  const answer: EditAnswer | undefined = "shared" in edit ? edit.shared : undefined;
  if (!file.outside || answer !== undefined) return applyEdit(file.text, edit, beside);
  const shared = `${nameOf(file, files)} lies outside the stack's folder, so other stacks may use it too.`;
  try {
    const result = applyEdit(file.text, edit, beside);
    if (result.text === file.text) return result;
  } catch (error) {
    if (!(error instanceof EditError) || error.refusal !== "shared") throw error;
    throw new EditError("shared", `${error.message} ${shared}`, error.hint, error.answers);
  }
  throw new EditError("shared", `This is written in ${shared}`, "Change it in that file for all of them.", [
    "everywhere",
  ]);
}

/** Of several files a refusal says which one it is about. */
function told<T>(file: StackText, files: readonly StackText[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EditError) || !["broken", "several-documents", "form"].includes(error.refusal)) throw error;
    throw new EditError(error.refusal, `${nameOf(file, files)}: ${error.message}`, error.hint);
  }
}

function nameOf(file: StackText, files: readonly StackText[]): string {
  const first = files.find((one) => one.own)?.path ?? file.path;
  return shownFile(file.path, first.replace(/[\\/][^\\/]*$/, ""));
}

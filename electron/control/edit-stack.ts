/** Edits of a stack's files on disk: all of them are changed, or none. */
import { basename } from "node:path";
import { GantryError } from "../../shared/errors.ts";
import type { EditedFiles, StackMember, StackText } from "../../shared/stack/edit-files.ts";
import { conflictsBetween, type Conflict } from "../../shared/stack/text-conflict.ts";
import { readStackText, saveStackText } from "./stack-files.ts";

/** The text of every file; of one that cannot be read, what it had before. */
export function textsOf(members: readonly StackMember[], before: readonly StackText[] = []): Promise<StackText[]> {
  return Promise.all(
    members.map(async (member) => {
      const known = before.find(({ path }) => path === member.path)?.text ?? "";
      return { ...member, text: await readStackText(member.path).catch(() => known) };
    }),
  );
}

/**
 * Makes a change in the files as they are now. What other programs wrote since they were seen stays.
 *
 * @param seen the files as they were when the change was wished for
 * @throws GantryError `conflict` when another program changed the same value; nothing is written then
 */
export async function editOnDisk(
  seen: readonly StackText[],
  make: (files: readonly StackText[]) => EditedFiles,
): Promise<void> {
  const now = await Promise.all(seen.map(async (file) => ({ ...file, text: await readStackText(file.path) })));
  const touched = seen.some((file, index) => file.text !== now[index]?.text);
  if (touched) refuseConflicts(seen, make(seen).changed, now);
  const { changed } = make(now);
  // Another program's new value may have moved the edit to another file.
  if (touched) refuseConflicts(seen, changed, now);
  const texts = new Map(now.map(({ path, text }) => [path, text]));
  await saveAll(changed.map(({ path, text }) => ({ path, text, over: texts.get(path) ?? "" })));
}

function refuseConflicts(seen: readonly StackText[], ours: EditedFiles["changed"], now: readonly StackText[]): void {
  const find = (files: readonly StackText[], path: string) => files.find((one) => one.path === path)?.text ?? "";
  const found = ours.flatMap(({ path, text }) => {
    const conflicts = conflictsBetween(find(seen, path), text, find(now, path));
    return conflicts.length === 0 ? [] : [{ file: basename(path), conflicts }];
  });
  if (found.length > 0) throw conflictError(found);
}

/** Writes files one after the other; when one cannot be written, those before it get their old text back. */
async function saveAll(changes: ReadonlyArray<{ path: string; text: string; over: string }>): Promise<void> {
  const done: (typeof changes)[number][] = [];
  for (const change of changes) {
    try {
      await saveStackText(change.path, change.text, change.over);
      done.push(change);
    } catch (error) {
      const left: string[] = [];
      for (const { path, text, over } of done.toReversed())
        await saveStackText(path, over, text).catch(() => left.push(basename(path)));
      if (left.length === 0) throw error;
      throw new GantryError("failed", `${basename(change.path)} could not be written, but ${left.join(", ")} was.`, {
        hint: "Look at these files together before you go on.",
        cause: error,
      });
    }
  }
}

function conflictError(found: ReadonlyArray<{ file: string; conflicts: readonly Conflict[] }>): GantryError {
  const value = (text: string | undefined) => (text === undefined ? "taken away" : `"${text}"`);
  const lines = found.flatMap(({ conflicts }) =>
    conflicts.map(({ path, ours, theirs }) => `${path}: yours ${value(ours)}, theirs ${value(theirs)}.`),
  );
  const files = found.map(({ file }) => file).join(", ");
  return new GantryError("conflict", `Another program changed the same value of ${files}. ${lines.join(" ")}`, {
    hint: "The file has theirs and nothing was written. Use yours, or keep theirs.",
    choices: ["mine", "theirs"],
  });
}

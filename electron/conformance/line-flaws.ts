/** Whether an edit changed other lines than it must: the smallest difference of the two texts, judged by `line-bounds.ts`. */
import { Lexer } from "yaml";
import { applyEdit } from "../../shared/stack/edit.ts";
import { EditError } from "../../shared/stack/edit-error.ts";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import { boundOf } from "./line-bounds.ts";
import { LinePlaces, linesOf } from "./line-places.ts";
import type { Bound } from "./line-rule.ts";

/** A sentence about lines that changed and must not have, or more lines than the edit needs; undefined when all is well. */
export function needlessLines(before: string, after: string, edit: UserEdit): string | undefined {
  const file = new LinePlaces(before);
  const bound = boundOf(file, edit);
  const opened = "shared" in edit && edit.shared !== undefined && needsAnswer(before, edit);
  if (opened) open(file, bound, edit);
  const now = linesOf(after);
  const gone = lostLine(file.lines, now, bound.lines);
  if (gone !== undefined) return `changed the line ${JSON.stringify(gone)}, which it is not about`;
  const same = commonLines(file.lines, now);
  const [removed, added] = [file.lines.length - same, now.length - same];
  if (removed > bound.removed) return `took away ${removed} lines where ${bound.removed} are its own`;
  if (added > bound.added) return `wrote ${added} lines where ${bound.added} are enough`;
  if (bareBreaks(before) === 0 && before.includes("\n") && bareBreaks(after) > 0) return "mixed the line breaks";
  return opened || !keepsComments(edit) ? undefined : lostComment(before, after);
}

function needsAnswer(before: string, edit: UserEdit): boolean {
  const unanswered = { ...edit };
  if ("shared" in unanswered) delete unanswered.shared;
  try {
    applyEdit(before, unanswered);
    return false;
  } catch (error) {
    if (error instanceof EditError) return true;
    throw error;
  }
}

/** A shared value is copied to where it is used, or changed where it is anchored. */
function open(file: LinePlaces, bound: Bound, edit: UserEdit): void {
  const anchored = file.anchored();
  const uses = file.lines.flatMap((line, index) => (/\*\w/.test(line) ? [index] : []));
  const own = "service" in edit ? file.place(["services", edit.service]).lines : [];
  for (const line of [...anchored, ...uses, ...own]) bound.lines.add(line);
  bound.removed += uses.length + anchored.length + 1;
  // What an extended service says is hidden by a value of its own, at most a limit of `deploy`: four keys deep.
  const extending = "service" in edit && file.has(["services", edit.service, "extends"]);
  bound.added += file.copies() + (extending ? 4 : 0);
}

/** The first line that is not the edit's and is not there any more, in its order. */
function lostLine(before: readonly string[], after: readonly string[], own: ReadonlySet<number>): string | undefined {
  let at = 0;
  for (const [index, line] of before.entries()) {
    if (own.has(index)) continue;
    const found = after.indexOf(line, at);
    if (found === -1) return line;
    at = found + 1;
  }
  return undefined;
}

/** The length of the longest common subsequence: what a diff calls unchanged. */
function commonLines(before: readonly string[], after: readonly string[]): number {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [old, now] = [before.slice(from, before.length - end), after.slice(from, after.length - end)];
  let row = Array<number>(now.length + 1).fill(0);
  for (const line of old) {
    const next = [0];
    for (const [index, other] of now.entries())
      next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(next[index] ?? 0, row[index + 1] ?? 0));
    row = next;
  }
  return from + end + (row.at(-1) ?? 0);
}

/** Edits that take nothing away: not even the comment behind the value goes. */
function keepsComments(edit: UserEdit): boolean {
  if (edit.kind === "set-env" || edit.kind === "set-label") return edit.value !== null;
  return /^(add|rename|duplicate|join|use)-|^set-(image|replicas|layout)$/.test(edit.kind);
}

function lostComment(before: string, after: string): string | undefined {
  const left = commentsOf(after);
  for (const comment of commentsOf(before)) {
    const index = left.indexOf(comment);
    if (index === -1) return `lost the comment ${comment}`;
    left.splice(index, 1);
  }
  return undefined;
}

/** Comments as the lexer sees them; a mark stands before a scalar's text, which may look like one. */
function commentsOf(text: string): string[] {
  const tokens = [...new Lexer().lex(text)];
  return tokens
    .filter((token, index) => token.startsWith("#") && tokens[index - 1] !== "\u001F")
    .map((one) => one.trim());
}

function bareBreaks(text: string): number {
  return text
    .split("\n")
    .slice(0, -1)
    .filter((line) => !line.endsWith("\r")).length;
}

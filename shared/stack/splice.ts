/** Changes of a text as values: exact, small and invertible. */

import { EditError } from "./edit-error.ts";

export interface Splice {
  /** Offset in the text before any splice of the same list. */
  at: number;
  /** What stands there; checked before anything is changed. */
  remove: string;
  insert: string;
}

/**
 * Applies splices that all refer to the same text.
 *
 * @returns the new text and the splices that lead back, byte for byte.
 * @throws EditError when the text at a place is not what the splice says, so that undo never hits a foreign edit.
 */
export function applySplices(text: string, splices: readonly Splice[]): { text: string; inverse: Splice[] } {
  const ordered = splices
    .map((splice, index) => ({ splice, index }))
    .sort((a, b) => a.splice.at - b.splice.at || a.index - b.index);
  const parts: string[] = [];
  const inverse: Splice[] = [];
  let read = 0;
  let written = 0;
  for (const { splice } of ordered) {
    if (splice.at < read || text.slice(splice.at, splice.at + splice.remove.length) !== splice.remove) {
      throw new EditError("changed", "The text has changed since this edit was made.");
    }
    parts.push(text.slice(read, splice.at), splice.insert);
    written += splice.at - read;
    inverse.push({ at: written, remove: splice.insert, insert: splice.remove });
    written += splice.insert.length;
    read = splice.at + splice.remove.length;
  }
  parts.push(text.slice(read));
  return { text: parts.join(""), inverse };
}

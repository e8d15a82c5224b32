import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import { list, scalar, withTag } from "../tree.ts";
import { replace } from "./containers.ts";
import { text } from "./scalars.ts";

/** Words of a command line, split as a POSIX shell does but with nothing expanded; undefined when a quote stays open. */
export function splitCommand(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (quote === "'") {
      if (letter === "'") quote = undefined;
      else word = (word ?? "") + letter;
    } else if (letter === "\\") {
      const next = line[++at];
      if (next === undefined) return undefined;
      const kept = quote === '"' && next !== '"' && next !== "\\" ? `\\${next}` : next;
      word = (word ?? "") + kept;
    } else if (quote === '"') {
      if (letter === '"') quote = undefined;
      else word = (word ?? "") + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= "";
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + letter;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** `command` and `entrypoint`: a line, a list, or nothing for the image's own. */
export const command: Shape = {
  allowed: "a command line, a list of words, or nothing",
  scalar: (tree) => {
    if (tree.value === null) return tree;
    if (typeof tree.value !== "string") return new Refusal(`Quote it: "${tree.value}".`);
    const words = splitCommand(tree.value);
    if (words === undefined) return new Refusal("A quote in the command is never closed.");
    return withTag(
      list(
        tree,
        words.map((word) => scalar(tree, word)),
      ),
      tree.tag,
    );
  },
  list: text,
  merge: replace,
};

/** A health check's test: a line for the shell, or a list that starts with NONE, CMD or CMD-SHELL. */
export const healthTest: Shape = {
  allowed: "a command line or a list that starts with NONE, CMD or CMD-SHELL",
  scalar: (tree) => {
    if (typeof tree.value !== "string") return new Refusal();
    return withTag(
      list(
        tree,
        ["CMD-SHELL", tree.value].map((word) => scalar(tree, word)),
      ),
      tree.tag,
    );
  },
  list: text,
  merge: replace,
};

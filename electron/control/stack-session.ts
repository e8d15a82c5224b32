import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { StackView } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import { applyEdit, type Edit } from "../../shared/stack/edit.ts";
import type { LoadedStack } from "../../shared/stack/load.ts";
import type { Place } from "../../shared/stack/problem.ts";
import type { Project } from "../../shared/stack/project.ts";
import { conflictsBetween, type Conflict } from "../../shared/stack/text-conflict.ts";
import { findStackFiles, openStackFiles, readStackText, saveStackText } from "./stack-files.ts";

export interface StackSession {
  readonly path: string;
  view(): StackView;
  /** The model as last loaded without errors; undefined until there was one. */
  project(): Project | undefined;
  /** True when the file as it stands now has no errors. */
  sound(): boolean;
  /** Where a value of the model stands in the file as it is now. */
  locate(path: Array<string | number>): Place | undefined;
  /**
   * Changes the file in place and loads it again. Edits are done one after the other. What another program wrote
   * meanwhile stays.
   *
   * @throws GantryError `conflict` when that touches the same value; nothing is written then, and the same edit once more
   * goes over the other's value
   */
  edit(edit: Edit): Promise<void>;
  close(): void;
}

const moved = "It may have been moved, renamed or deleted: open it where it is now.";

/**
 * One open stack file: loads it, follows changes that other programs make, writes edits.
 *
 * @throws GantryError `not-found` or `bad-input` when there is no readable file at all; a file with errors opens, with
 * its problems in the view
 */
export async function openStack(file: string, changed: () => void): Promise<StackSession> {
  const files = await filesOf(file);
  let loaded: LoadedStack = await openStackFiles(files);
  const path = loaded.files[0];
  if (path === undefined) {
    throw new GantryError("not-found", `There is no stack file ${file}.`, { hint: moved, problems: loaded.problems });
  }
  let good: Project | undefined = loaded.project;
  /** The text that the view was made of, so that an edit is known to be meant for it. */
  let seen = await textOf(path);
  let queue: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];

  const reload = async () => {
    seen = await textOf(path, seen);
    loaded = await openStackFiles(files);
    good = loaded.project ?? good;
    changed();
  };
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };

  // The folder is watched, not the file: editors save by renaming a new file over the old one, which ends a file watch.
  const names = new Set([...loaded.files.map((one) => basename(one)), ".env"]);
  for (const folder of new Set(loaded.files.map((one) => dirname(one)))) {
    const watcher = watch(folder, (_kind, name) => {
      if (name !== null && !names.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void enqueue(reload).catch(() => undefined), 60);
    });
    watcher.on("error", () => watcher.close());
    watchers.push(watcher);
  }

  return {
    path,
    view: () => ({
      path,
      files: loaded.files,
      name: (loaded.project ?? good)?.name ?? basename(dirname(path)),
      outdated: loaded.project === undefined && good !== undefined,
      problems: loaded.problems,
      ...(good === undefined ? {} : { project: good }),
    }),
    project: () => good,
    sound: () => loaded.project !== undefined,
    locate: (keys) => loaded.locate(keys),
    edit: (edit) =>
      enqueue(async () => {
        if (loaded.project === undefined) {
          throw new GantryError("bad-input", "The stack file has errors, so nothing was changed in it.", {
            hint: "Mend the file first; the problems are listed with their lines.",
            problems: loaded.problems,
          });
        }
        const before = seen;
        const now = await readStackText(path);
        const conflicts = now === before ? [] : conflictsBetween(before, applyEdit(before, edit).text, now);
        if (conflicts.length > 0) {
          await reload();
          throw conflictError(conflicts);
        }
        await saveStackText(path, applyEdit(now, edit).text, now);
        await reload();
      }),
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** A file that cannot be read still opens, with that as its problem; nothing is edited in it. */
function textOf(path: string, before = ""): Promise<string> {
  return readStackText(path).catch(() => before);
}

function conflictError(conflicts: readonly Conflict[]): GantryError {
  const value = (text: string | undefined) => (text === undefined ? "taken away" : `"${text}"`);
  const lines = conflicts.map(({ path, ours, theirs }) => `${path}: yours ${value(ours)}, theirs ${value(theirs)}.`);
  return new GantryError("conflict", `Another program changed the same value of the file. ${lines.join(" ")}`, {
    hint: "The file has theirs and nothing was written. Use yours, or keep theirs.",
    choices: ["mine", "theirs"],
  });
}

/**
 * The files that one path stands for: a folder's default file with its override, as Compose takes them when none is
 * named, also when the default file itself is opened; any other file alone.
 */
async function filesOf(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new GantryError("not-found", `There is no file ${path}.`, { hint: moved });
  const defaults = await findStackFiles(info.isDirectory() ? path : dirname(path));
  if (info.isDirectory() && defaults.length === 0) {
    throw new GantryError("not-found", `There is no Compose file in ${path}.`, {
      hint: "It would be called compose.yaml.",
    });
  }
  return info.isDirectory() || defaults[0] === path ? defaults : [path];
}

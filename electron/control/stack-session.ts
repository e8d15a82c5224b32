import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { StackView } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import { editFiles, type StackEdit } from "../../shared/stack/edit-files.ts";
import type { LoadedStack } from "../../shared/stack/load.ts";
import type { Place } from "../../shared/stack/problem.ts";
import type { Project } from "../../shared/stack/project.ts";
import { editOnDisk, textsOf } from "./edit-stack.ts";
import { findStackFiles, openStackFiles } from "./stack-files.ts";

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
   * Changes the files in place, each value where it counts, and loads them again. Edits are done one after the other. What another program wrote
   * meanwhile stays.
   *
   * @throws GantryError `conflict` when that touches the same value; nothing is written then, and the same edit once more
   * goes over the other's value
   */
  edit(edit: StackEdit): Promise<void>;
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
  /** The texts that the view was made of, so that an edit is known to be meant for it. */
  let seen = await textsOf(loaded.members);
  let queue: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];

  const reload = async () => {
    // Read before they are loaded: what is written in between then counts as another program's change.
    const before = await textsOf(loaded.members, seen);
    loaded = await openStackFiles(files);
    const more = loaded.members.filter((one) => !before.some(({ path: known }) => known === one.path));
    const texts = new Map([...before, ...(await textsOf(more))].map((one) => [one.path, one.text]));
    seen = loaded.members.map((one) => ({ ...one, text: texts.get(one.path) ?? "" }));
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
        try {
          await editOnDisk(seen, (texts) => editFiles(texts, edit));
        } catch (error) {
          if (error instanceof GantryError && error.code === "conflict") await reload();
          throw error;
        }
        await reload();
      }),
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
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

/** What one load carries along, and how its parts see files and variables. */
import type { Lookup } from "./interpolate.ts";
import { TooBigError, type Reader } from "./reader.ts";
import type { Report } from "./report.ts";
import type { ShapeContext } from "./shape.ts";
import { readYaml } from "./read-yaml.ts";
import { shownFile } from "./shown-file.ts";
import { sourceOf } from "./source.ts";
import type { At, Path, Tree } from "./tree.ts";

export interface Loading {
  reader: Reader;
  report: Report;
  /** The folder of the stack: what leaves it is shown to the user. */
  root: string;
  /** Documents of every stack file read so far, by path; absent files are kept as undefined. */
  documents: Map<string, Tree[] | undefined>;
  /** Stack files in the order in which they are merged; those that are only extended are not among them. */
  merged: Set<string>;
  /** Environment files read so far. */
  envTexts: Map<string, string | undefined>;
}

/** A group of files that share a folder and variables: the stack itself, an included one, or a file of `extends`. */
export interface Scope {
  /** Relative paths start here. */
  folder: string;
  lookup: Lookup;
}

/** Where a path is written that makes Gantry read a file. */
export interface Mention {
  at: At;
  path: Path;
}

export function shapeContext(loading: Loading, scope: Scope): ShapeContext {
  return { report: loading.report, lookup: scope.lookup, resolve: (path) => resolvePath(path, scope, loading.reader) };
}

/** Makes a path absolute as Compose does: `~` is the home folder, Windows paths stay. */
export function resolvePath(path: string, scope: Scope, reader: Reader): string {
  const home = scope.lookup("HOME") ?? scope.lookup("USERPROFILE");
  const expanded = home !== undefined && /^~(\/|\\|$)/.test(path) ? `${home}${path.slice(1)}` : path;
  if (/^[A-Za-z]:[\\/]/.test(expanded) || expanded.startsWith("\\\\")) return expanded;
  return reader.resolve(scope.folder, expanded);
}

/** The documents of a stack file: none when it is unusable, undefined when it is absent; the report says so. */
export async function readDocuments(file: string, loading: Loading, mention?: Mention): Promise<Tree[] | undefined> {
  if (!loading.documents.has(file)) loading.documents.set(file, await parse(file, loading, mention));
  return loading.documents.get(file);
}

async function parse(file: string, loading: Loading, mention: Mention | undefined): Promise<Tree[] | undefined> {
  const before = loading.report.problems.length;
  const text = await readText(file, loading, mention);
  if (text !== undefined) return readYaml(sourceOf(file, text), loading.report);
  return loading.report.problems[before]?.code === "file-missing" ? undefined : [];
}

/** A file's text; absence and failure are reported, at the place that names the file when there is one. */
export async function readText(file: string, loading: Loading, mention?: Mention): Promise<string | undefined> {
  let why: string | undefined;
  let tooBig = false;
  try {
    const text = await loading.reader.read(file);
    if (text !== undefined) return text;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
    tooBig = error instanceof TooBigError;
  }
  const code = why === undefined ? "file-missing" : tooBig ? "file-too-big" : "unreadable";
  // A file that was asked for by its path is told by it: the folder may be what is wrong.
  const shown = mention === undefined && why === undefined ? file : shownFile(file, loading.root);
  const message = why === undefined ? `The file ${shown} does not exist.` : `Cannot read ${shown}: ${why}.`;
  if (mention === undefined) {
    // A file that is there and cannot be read is wrong from its start; one that is absent has no place.
    const place = why === undefined ? { line: 0, column: 0 } : { line: 1, column: 1 };
    loading.report.add({ severity: "error", code, message, file, ...place, path: [] });
  } else {
    loading.report.error(code, mention.at, mention.path, message);
  }
  return undefined;
}

/** Tells the user of files outside the stack's folder: a stack from elsewhere may read what is none of its business. */
export function warnOutside(file: string, loading: Loading, mention: Mention): void {
  if (!isOutside(file, loading)) return;
  const message = `The stack reads ${shownFile(file, loading.root)}, which lies outside its folder.`;
  loading.report.warn("outside-folder", mention.at, mention.path, message);
}

/** Whether a file lies outside the stack's folder. */
export function isOutside(file: string, { reader, root }: Loading): boolean {
  const folder = /[\\/]$/.test(root) ? root.slice(0, -1) : root;
  const inside = file.startsWith(folder) && /[\\/]/.test(file[folder.length] ?? "");
  return !inside && reader.dirname(file) !== root;
}

/** From files on disk to the canonical project, with every problem found on the way. */
import type { StackMember } from "./edit-files.ts";
import { finishProject } from "./finish-project.ts";
import type { Lookup } from "./interpolate.ts";
import { readEnvFiles } from "./load-env.ts";
import type { Loading } from "./loading.ts";
import { isOutside, readDocuments } from "./loading.ts";
import { loadModel } from "./load-model.ts";
import { findProjectName } from "./load-name.ts";
import type { Problem } from "./problem.ts";
import type { Project } from "./project.ts";
import type { Reader } from "./reader.ts";
import { createReport } from "./report.ts";
import { shownFile } from "./shown-file.ts";
import { positionOf } from "./source.ts";
import type { Path, Tree } from "./tree.ts";
import { child, toValue } from "./tree.ts";

export interface LoadRequest {
  /** Absolute paths, merged in order. */
  files: string[];
  reader: Reader;
  /** The environment of the process. */
  env: Record<string, string>;
  projectName?: string;
  /** Relative paths and `.env` start here; the first file's folder when absent. */
  projectDirectory?: string;
  profiles?: string[];
  /** Absolute paths that take the place of `.env`. */
  envFiles?: string[];
}

export interface LoadedStack {
  /** Absent when errors leave nothing that could be trusted. */
  project: Project | undefined;
  problems: Problem[];
  /** Where a value of the project stands, its file as in a problem; the nearest parent when the value is a default. */
  locate(path: Path): { file: string; line: number; column: number } | undefined;
  /** Every file that was read: the stack's own first, then what they include and extend, then env files. */
  files: string[];
  /** The files that are merged, in that order: included ones before the one that includes them. Edits change these. */
  members: StackMember[];
}

/** Reads, merges and checks a stack. Never throws for what a user can write. */
export async function loadStack(request: LoadRequest): Promise<LoadedStack> {
  const { reader, env, files } = request;
  const [first] = files;
  if (first === undefined) throw new Error("loadStack needs at least one file");
  const folder = request.projectDirectory ?? reader.dirname(first);
  const report = createReport();
  const loading: Loading = {
    reader,
    report,
    root: folder,
    documents: new Map(),
    merged: new Set(),
    envTexts: new Map(),
  };
  const fromProcess: Lookup = (name) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const envFiles = request.envFiles ?? [reader.resolve(folder, ".env")];
  const variables = await readEnvFiles(envFiles, request.envFiles === undefined, fromProcess, loading);

  const documents: Tree[] = [];
  for (const file of files) documents.push(...((await readDocuments(file, loading)) ?? []));
  const name = findProjectName(request.projectName, documents, reader.basename(folder), variables, report);
  const lookup: Lookup = (key) => (key === "COMPOSE_PROJECT_NAME" ? name.value : variables(key));
  const scope = { folder, lookup };
  const merged = await loadModel(files, scope, [], loading);
  const root =
    merged === undefined
      ? undefined
      : await finishProject(merged, name, activeProfiles(request, lookup), scope, loading);
  return loaded(root, files, loading);
}

function activeProfiles(request: LoadRequest, lookup: Lookup): ReadonlySet<string> {
  const fromEnvironment = (lookup("COMPOSE_PROFILES") ?? "").split(",").map((profile) => profile.trim());
  return new Set([...(request.profiles ?? fromEnvironment)].filter((profile) => profile !== ""));
}

function loaded(root: Tree | undefined, own: readonly string[], loading: Loading): LoadedStack {
  const { report, documents, envTexts } = loading;
  const shown = (file: string): string => shownFile(file, loading.root);
  const present = [...documents].flatMap(([file, trees]) => (trees === undefined ? [] : [file]));
  const files = [...present, ...envTexts.keys()];
  const failed = report.problems.some((problem) => problem.severity === "error");
  return {
    project: failed || root === undefined ? undefined : (toValue(root) as Project),
    problems: sorted(report.problems, files).map((problem) => ({ ...problem, file: shown(problem.file) })),
    files,
    members: [...loading.merged].map((path) => {
      const mine = own.includes(path);
      return { path, own: mine, outside: !mine && isOutside(path, loading) };
    }),
    locate(path) {
      if (root === undefined) return undefined;
      const place = locate(root, path);
      return { ...place, file: shown(place.file) };
    },
  };
}

function locate(root: Tree, path: Path): { file: string; line: number; column: number } {
  let current: Tree = root;
  for (const key of path) {
    const next = child(current, key);
    if (next === undefined) break;
    current = next;
  }
  return positionOf(current.source, current.offset);
}

/** In reading order, errors and warnings together. */
function sorted(problems: Problem[], files: string[]): Problem[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const rank = (problem: Problem): number => order.get(problem.file) ?? files.length;
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

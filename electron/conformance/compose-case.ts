/** The differential corpus (`shared/stack/corpus`) as test cases, and what real Docker Compose says to each. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { openStackFiles } from "../control/stack-files.ts";
import type { LoadedStack } from "../../shared/stack/load.ts";

/**
 * What a case's name promises:
 * - `bad-*`: both refuse it;
 * - `newer-*`: Compose 2.26 does not know it yet (or cannot print it), the specification does: we take it;
 * - `newer-bad-*`: the specification refuses it, Compose 2.26 does not look;
 * - `stricter-*`: `docker compose config` takes it, but nothing can be run with it: we refuse it;
 * - all else (`agree`): both take it and mean the same. Generated cases (`same`) may also be refused by both.
 */
export type CasePromise = "agree" | "same" | "both-refuse" | "we-take" | "we-refuse";

export interface ComposeCase {
  name: string;
  folder: string;
  files: string[];
  profiles: string[];
  envFiles: string[];
  projectName: string | undefined;
  env: Record<string, string>;
  promise: CasePromise;
}

interface CaseFile {
  files?: string[];
  profiles?: string[];
  envFiles?: string[];
  projectName?: string;
  env?: Record<string, string>;
}

/** A YAML file is a case of its own; a folder is one with `compose.yaml` and, when it needs options, `case.json`. */
export function readCases(corpus: string): ComposeCase[] {
  return readdirSync(corpus)
    .filter((name) => /^[^.]/.test(name) && (/\.ya?ml$/.test(name) || statSync(join(corpus, name)).isDirectory()))
    .sort()
    .map((name) => readCase(join(corpus, name)));
}

function readCase(path: string): ComposeCase {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const given = isFolder && readdirSync(path).includes("case.json") ? readJson(join(path, "case.json")) : {};
  return {
    name: basename(path),
    folder,
    files: given.files ?? [isFolder ? "compose.yaml" : basename(path)],
    profiles: given.profiles ?? [],
    envFiles: given.envFiles ?? [],
    projectName: given.projectName,
    env: { HOME: "/home/ann", ...given.env },
    promise: promiseOf(basename(path)),
  };
}

function readJson(path: string): CaseFile {
  return JSON.parse(readFileSync(path, "utf8")) as CaseFile;
}

function promiseOf(name: string): CasePromise {
  if (/^(newer-bad|stricter)-/.test(name)) return "we-refuse";
  if (name.startsWith("newer-")) return "we-take";
  return name.startsWith("bad-") ? "both-refuse" : "agree";
}

export interface ComposeAnswer {
  /** What Compose printed; undefined when it refused. */
  config: unknown;
  error: string;
}

const run = promisify(execFile);

/** Runs `docker compose config --format json`; it needs no daemon. */
export async function askCompose(one: ComposeCase): Promise<ComposeAnswer> {
  const options = [
    ...one.files.flatMap((file) => ["-f", file]),
    ...one.profiles.flatMap((profile) => ["--profile", profile]),
    ...one.envFiles.flatMap((file) => ["--env-file", file]),
    ...(one.projectName === undefined ? [] : ["-p", one.projectName]),
  ];
  const env = { PATH: process.env["PATH"] ?? "", ...one.env };
  try {
    const { stdout } = await run("docker", ["compose", ...options, "config", "--format", "json"], {
      cwd: one.folder,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { config: JSON.parse(stdout) as unknown, error: "" };
  } catch (error) {
    if (!(error instanceof Error) || !("stderr" in error)) throw error;
    return { config: undefined, error: String(error.stderr).trim() };
  }
}

export function askGantry(one: ComposeCase): Promise<LoadedStack> {
  return openStackFiles(
    one.files.map((file) => resolve(one.folder, file)),
    {
      env: one.env,
      ...(one.profiles.length === 0 ? {} : { profiles: one.profiles }),
      ...(one.envFiles.length === 0 ? {} : { envFiles: one.envFiles.map((file) => resolve(one.folder, file)) }),
      ...(one.projectName === undefined ? {} : { projectName: one.projectName }),
    },
  );
}

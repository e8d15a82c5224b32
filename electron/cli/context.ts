import { resolve } from "node:path";
import type { Target } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import { placeOf } from "../../shared/stack/problem.ts";
import type { LoadedStack } from "../../shared/stack/load.ts";
import type { Project } from "../../shared/stack/project.ts";
import { connectTarget, findTargets, isLocal } from "../boot.ts";
import type { ApplyContext } from "../control/apply.ts";
import { lockOwner } from "../control/lock-owner.ts";
import { findStackFiles, openStackFiles } from "../control/stack-files.ts";
import type { Desired, Engine } from "../engines/engine.ts";
import type { Options } from "./options.ts";
import type { Output } from "./output.ts";

/** What a command works with. Everything is made on first use: `gantry targets` needs no stack, `ps` no lock. */
export interface Context {
  options: Options;
  out: Output;
  signal: AbortSignal;
  /** Arguments after the command. */
  args: string[];
  /** The stack's files read and checked, errors and all; files named as arguments come after those of -f. */
  load(files?: readonly string[]): Promise<LoadedStack>;
  stack(): Promise<{ project: Project; loaded: LoadedStack }>;
  /** The stack's name; with --project and no file at hand the file is not needed. */
  stackName(): Promise<string>;
  target(): Promise<Target>;
  engine(): Promise<Engine>;
  applyContext(): Promise<ApplyContext>;
  desired(want: Desired["want"]): Promise<Desired>;
}

export function createContext(options: Options, out: Output, args: string[], signal: AbortSignal): Context {
  let stack: Promise<{ project: Project; loaded: LoadedStack }> | undefined;
  let engine: Promise<Engine> | undefined;
  const target = async () => {
    const targets = await findTargets(process.env);
    const wanted = options.target;
    const found = wanted === undefined ? targets[0] : targets.find((one) => one.id === wanted || one.name === wanted);
    if (found !== undefined) return found;
    throw new GantryError("bad-input", `There is no target ${wanted ?? ""}.`, {
      hint: `Known targets: ${targets.map((one) => one.id).join(", ")}.`,
    });
  };
  const context: Context = {
    options,
    out,
    signal,
    args,
    load: (more) => load(options, more),
    stack: () => (stack ??= loadSound(options, out)),
    async stackName() {
      if (options.project !== undefined && options.files.length === 0) {
        const nearby = await findStackFiles(process.cwd());
        if (nearby.length === 0) return options.project;
      }
      return (await context.stack()).project.name;
    },
    target,
    engine: () => (engine ??= target().then(connectTarget)),
    async applyContext() {
      const { loaded } = await context.stack();
      return {
        engine: await context.engine(),
        local: isLocal(await target()),
        owner: lockOwner(),
        locate: (path) => loaded.locate(path),
      };
    },
    async desired(want) {
      const { project, loaded } = await context.stack();
      return { project, files: loaded.files, want };
    },
  };
  return context;
}

/** @throws GantryError `bad-input` when there is no file to read */
async function load(options: Options, more: readonly string[] = []): Promise<LoadedStack> {
  const named = [...options.files, ...more.map((file) => resolve(file))];
  const files = named.length > 0 ? named : await findStackFiles(process.cwd());
  if (files.length === 0) {
    throw new GantryError("bad-input", "There is no compose.yaml in this folder.", {
      hint: "Name a file with -f, or go to the folder of your stack.",
    });
  }
  return openStackFiles(files, {
    ...(options.project === undefined ? {} : { projectName: options.project }),
    ...(options.profiles.length === 0 ? {} : { profiles: options.profiles }),
    ...(options.envFiles.length === 0 ? {} : { envFiles: options.envFiles }),
  });
}

/** @throws GantryError `bad-input` with every problem and its place when the file has errors */
async function loadSound(options: Options, out: Output): Promise<{ project: Project; loaded: LoadedStack }> {
  const loaded = await load(options);
  const project = soundProject(loaded);
  for (const problem of loaded.problems) out.note(`${placeOf(problem)}: ${problem.message}`);
  return { project, loaded };
}

/** @throws GantryError `bad-input` with every problem and its place when the file has errors */
export function soundProject(loaded: LoadedStack): Project {
  const errors = loaded.problems.filter((problem) => problem.severity === "error");
  if (loaded.project === undefined || errors.length > 0) {
    const noun = errors.length === 1 ? "one error" : `${errors.length} errors`;
    throw new GantryError("bad-input", `The stack file has ${noun}.`, { problems: loaded.problems });
  }
  return loaded.project;
}

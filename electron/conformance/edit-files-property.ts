/** What must hold for every edit of a stack of several files. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { EditError } from "../../shared/stack/edit-error.ts";
import {
  applyFileEdits,
  type EditedFiles,
  editFiles,
  type StackText,
  withTexts,
} from "../../shared/stack/edit-files.ts";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import { loadStack, type LoadedStack } from "../../shared/stack/load.ts";
import type { Project } from "../../shared/stack/project.ts";
import { nodeReader } from "../control/stack-files.ts";
import { stackFiles } from "./compose-arbitrary.ts";
import { readCases, type ComposeCase } from "./compose-case.ts";
import { editOf, editSeed, type EditSeed } from "./edit-arbitrary.ts";
import { missed, surprise } from "./edit-flaws.ts";
import { contradictions } from "./edit-property.ts";
import { strayed } from "./edit-strayed.ts";

const cases = readCases(join(import.meta.dirname, "../../shared/stack/corpus")).filter(
  ({ promise, files, name }) =>
    (promise === "agree" || promise === "we-take") && (files.length > 1 || name.startsWith("include-")),
);

function load(one: ComposeCase, texts: readonly StackText[]): Promise<LoadedStack> {
  const known = new Map(texts.map(({ path, text }) => [path, text]));
  const read = async (path: string) => known.get(path) ?? nodeReader.read(path);
  const envFiles = one.envFiles.map((file) => resolve(one.folder, file));
  return loadStack({
    files: one.files.map((file) => resolve(one.folder, file)),
    reader: { ...nodeReader, read },
    env: one.env,
    profiles: ["*"],
    ...(envFiles.length === 0 ? {} : { envFiles }),
    ...(one.projectName === undefined ? {} : { projectName: one.projectName }),
  });
}

/** Why an edit must not have been made like this; undefined when all is well. */
function flaw(project: Project, edit: UserEdit, { project: next, problems }: LoadedStack): string | undefined {
  const errors = problems.filter((problem) => problem.severity === "error");
  if (next !== undefined) return surprise(project, next, edit) ?? strayed(project, next, edit) ?? missed(next, edit);
  if (errors.every(({ code }) => contradictions.has(code))) return undefined;
  return `does not load: ${problems.map((problem) => problem.message).join(" ")}`;
}

interface Subject {
  one: ComposeCase;
  /** What the files say; as they are on disk when absent. */
  given?: StackText[];
}

/** Files of the corpus, and an override for every service of a generated one. */
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constantFrom(...cases).map((one) => ({ one })),
  stackFiles
    .filter((texts) => texts.length === 2)
    .map((texts) => {
      const files = ["compose.yaml", "compose.override.yaml"];
      const folder = "/nowhere";
      const given = texts.map((text, index) => ({
        path: resolve(folder, files[index] ?? ""),
        own: true,
        outside: false,
        text: stringify(JSON.parse(text)),
      }));
      const rest = { profiles: [], envFiles: [], projectName: "generated", env: { SET: "set", HOME: "/home/ann" } };
      return { one: { name: "generated", folder, files, promise: "same" as const, ...rest }, given };
    }),
);

async function run({ one, given = [] }: Subject, seeds: readonly EditSeed[]): Promise<{ made: number; flaw?: string }> {
  const { members, project: first } = await load(one, given);
  let texts: StackText[] =
    given.length > 0 ? given : members.map((member) => ({ ...member, text: readFileSync(member.path, "utf8") }));
  let project = first;
  let made = 0;
  const undo: Array<{ texts: StackText[]; inverse: EditedFiles["inverse"] }> = [];
  for (const seed of seeds) {
    if (project === undefined) break;
    const edit = editOf(seed, project, Object.keys(project.services));
    const told = () =>
      `${one.name}: ${JSON.stringify(edit)}\n${texts.map(({ path, text }) => `${path}:\n${text}`).join("\n")}`;
    let result: EditedFiles;
    try {
      result = editFiles(texts, edit);
    } catch (error) {
      if (error instanceof EditError) continue;
      return { made, flaw: `threw ${String(error)} ${told()}` };
    }
    const next = withTexts(texts, result.changed);
    const loaded = await load(one, next);
    const why = flaw(project, edit, loaded);
    if (why !== undefined)
      return { made, flaw: `${why}: ${told()}\n-----\n${next.map(({ text }) => text).join("\n")}` };
    undo.push({ texts, inverse: result.inverse });
    texts = next;
    ({ project } = loaded);
    made += 1;
  }
  for (const step of undo.toReversed()) {
    texts = withTexts(texts, applyFileEdits(texts, step.inverse).changed);
    if (texts.some(({ text }, index) => text !== step.texts[index]?.text))
      return { made, flaw: `${one.name}: undo differs` };
  }
  return { made };
}

/**
 * Runs random sequences of edits over the stacks of several files.
 *
 * @param seed makes a run repeatable: the same sequences every time
 * @returns how many edits were made; the rest were refused
 * @throws Error of fast-check with the smallest sequence that does harm
 */
export async function checkFileEdits(sequences: number, seed: number): Promise<number> {
  let made = 0;
  const property = fc.asyncProperty(subject, fc.array(editSeed, { minLength: 1, maxLength: 6 }), async (one, seeds) => {
    const result = await run(one, seeds);
    made += result.made;
    if (result.flaw !== undefined) throw new Error(result.flaw);
  });
  await fc.assert(property, { numRuns: sequences, seed });
  return made;
}

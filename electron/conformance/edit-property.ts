/** What must hold for every sequence of edits of a corpus file. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { applyEdit } from "../../shared/stack/edit.ts";
import { EditDocument } from "../../shared/stack/edit-document.ts";
import { EditError } from "../../shared/stack/edit-error.ts";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import { loadStack, type LoadedStack } from "../../shared/stack/load.ts";
import type { Project } from "../../shared/stack/project.ts";
import { nodeReader } from "../control/stack-files.ts";
import { readCases, type ComposeCase } from "./compose-case.ts";
import { editOf, editSeed, type EditSeed } from "./edit-arbitrary.ts";
import { lostComment, missed, surprise } from "./edit-flaws.ts";
import { strayed } from "./edit-strayed.ts";
import { needlessLines } from "./line-flaws.ts";

const cases = readCases(join(import.meta.dirname, "../../shared/stack/corpus")).filter(
  // Stacks of several files are in edit-files-property.ts.
  ({ promise, files }) => (promise === "agree" || promise === "we-take") && files.length === 1,
);

function load(one: ComposeCase, text: string): Promise<LoadedStack> {
  const files = one.files.map((file) => resolve(one.folder, file));
  const reader = { ...nodeReader, read: async (path: string) => (path === files[0] ? text : nodeReader.read(path)) };
  const envFiles = one.envFiles.map((file) => resolve(one.folder, file));
  return loadStack({
    files,
    reader,
    env: one.env,
    profiles: ["*"],
    ...(envFiles.length === 0 ? {} : { envFiles }),
    ...(one.projectName === undefined ? {} : { projectName: one.projectName }),
  });
}

function firstFile(one: ComposeCase): string {
  return readFileSync(resolve(one.folder, one.files[0] ?? ""), "utf8");
}

/** What the user asked for contradicts what the file says elsewhere: written as asked, and shown as a problem. */
export const contradictions = new Set([
  "container-name-replicas",
  "duplicate-container-name",
  "duplicate-port",
  "network-mode",
  "exclusive-keys",
  "limits-differ",
  "dependency-cycle",
]);

/** Why an edit must not have been made like this; undefined when all is well. */
async function flaw(
  one: ComposeCase,
  before: string,
  project: Project,
  edit: UserEdit,
  after: string,
): Promise<string | undefined> {
  const { project: next, problems } = await load(one, after);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (next === undefined && errors.every(({ code }) => contradictions.has(code))) return undefined;
  // What other files name cannot be seen from this one.
  const outside = /include|file:/.test(before) && errors.every(({ code }) => code.startsWith("undefined-"));
  if (next === undefined && outside) return undefined;
  if (next === undefined) return `does not load: ${problems.map((problem) => problem.message).join(" ")}`;
  return (
    surprise(project, next, edit) ??
    strayed(project, next, edit) ??
    lostComment(before, after, edit) ??
    missed(next, edit)
  );
}

async function run(one: ComposeCase, seeds: readonly EditSeed[]): Promise<{ made: number; flaws: string[] }> {
  let text = firstFile(one);
  let { project } = await load(one, text);
  let made = 0;
  const undo: Array<{ text: string; inverse: Parameters<typeof applyEdit>[1] }> = [];
  for (const seed of seeds) {
    if (project === undefined) break;
    const edit = editOf(seed, project, servicesOf(text));
    let result: ReturnType<typeof applyEdit>;
    try {
      result = applyEdit(text, edit);
    } catch (error) {
      if (error instanceof EditError) continue;
      return { made, flaws: [`${one.name}: ${JSON.stringify(edit)} threw ${String(error)}\n${text}`] };
    }
    const why = needlessLines(text, result.text, edit) ?? (await flaw(one, text, project, edit, result.text));
    if (why !== undefined)
      return { made, flaws: [`${one.name}: ${JSON.stringify(edit)} ${why}\n${text}\n-----\n${result.text}`] };
    undo.push({ text, inverse: result.inverse });
    text = result.text;
    ({ project } = await load(one, text));
    made += 1;
  }
  for (const step of undo.reverse()) {
    text = applyEdit(text, step.inverse).text;
    if (text !== step.text) return { made, flaws: [`${one.name}: undo differs`] };
  }
  return { made, flaws: [] };
}

function servicesOf(text: string): string[] {
  try {
    return new EditDocument(text).keysOf(["services"]);
  } catch {
    return [];
  }
}

/**
 * Runs random sequences of edits over the corpus.
 *
 * @param seed makes a run repeatable: the same sequences every time
 * @returns how many edits were made; the rest were refused
 * @throws Error of fast-check with the smallest sequence that does harm
 */
export async function checkEdits(sequences: number, seed: number): Promise<number> {
  let made = 0;
  const property = fc.asyncProperty(
    fc.constantFrom(...cases),
    fc.array(editSeed, { minLength: 1, maxLength: 6 }),
    async (one, seeds) => {
      const result = await run(one, seeds);
      made += result.made;
      if (result.flaws.length > 0) throw new Error(result.flaws.join("\n"));
    },
  );
  await fc.assert(property, { numRuns: sequences, seed });
  return made;
}

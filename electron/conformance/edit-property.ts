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

const cases = readCases(join(import.meta.dirname, "../../shared/stack/corpus")).filter(
  // A later file that changes a service falls when the first one loses it; that is not the edit's to see.
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
const contradictions = new Set([
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
  return surprise(project, next, edit) ?? lostComment(before, after, edit) ?? missed(next, edit);
}

/** Another service than the edited one that means something else now. */
function surprise(before: Project, after: Project, edit: UserEdit): string | undefined {
  if (!("service" in edit) || ["remove-service", "rename-service", "duplicate-service"].includes(edit.kind))
    return undefined;
  if ("shared" in edit && edit.shared === "everywhere") return undefined;
  for (const [name, service] of Object.entries(before.services)) {
    if (name !== edit.service && JSON.stringify(after.services[name]) !== JSON.stringify(service))
      return `changed ${name}`;
  }
  return undefined;
}

function lostComment(before: string, after: string, edit: UserEdit): string | undefined {
  if (
    /^(remove|drop|leave|set-build|set-command|set-entrypoint|set-healthcheck|set-env|set-label|set-profiles|set-restart)/.test(
      edit.kind,
    )
  )
    return undefined;
  // A copy of a shared value is new text.
  if ("shared" in edit && edit.shared !== undefined) return undefined;
  const comments = (text: string) => text.split("\n").filter((line) => /^\s*#/.test(line)).length;
  return comments(after) < comments(before) ? "lost a comment" : undefined;
}

/** Whether the model has what the edit asked for. */
function missed(after: Project, edit: UserEdit): string | undefined {
  const service = "service" in edit ? after.services[edit.service] : undefined;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- a sample of what is easy to see in the model
  switch (edit.kind) {
    case "set-image":
      return service?.image === edit.image ? undefined : `the image is ${service?.image}`;
    case "set-replicas":
      return (service?.scale ?? service?.deploy?.replicas) === edit.replicas ? undefined : "other replicas";
    case "set-env":
      // An env_file may still give what was taken away.
      return edit.value === null || (service?.environment?.[edit.name] ?? null) === edit.value.replace("$$", "$")
        ? undefined
        : `${edit.name} is ${JSON.stringify(service?.environment?.[edit.name])}`;
    case "set-command":
      return Array.isArray(edit.command) && service?.command?.at(-1) !== edit.command.at(-1)?.replace("$$", "$")
        ? `the command is ${JSON.stringify(service?.command)}`
        : undefined;
    case "add-link":
      return service?.depends_on?.[edit.on] === undefined ? "no link" : undefined;
    case "remove-link":
      return service?.depends_on?.[edit.on] !== undefined && !implied(service, edit.on) ? "still a link" : undefined;
    case "join-network":
      return service?.networks?.[edit.network] === undefined ? "not on the network" : undefined;
    case "rename-service":
    case "duplicate-service":
      return after.services[edit.to] === undefined ? "no such service" : undefined;
    default:
      return undefined;
  }
}

function implied(service: Project["services"][string], on: string): boolean {
  return JSON.stringify([
    service.links,
    service.network_mode,
    service.ipc,
    service.pid,
    service["volumes_from" as "x-"],
  ]).includes(on);
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
    const why = await flaw(one, text, project, edit, result.text);
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
 * @returns how many edits were made; the rest were refused
 * @throws Error of fast-check with the smallest sequence that does harm
 */
export async function checkEdits(sequences: number): Promise<number> {
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
  await fc.assert(property, { numRuns: sequences });
  return made;
}

/** The project's name, which the files themselves may use as COMPOSE_PROJECT_NAME. */
import type { Lookup } from "./interpolate.ts";
import { interpolate, TemplateError } from "./interpolate.ts";
import type { Report } from "./report.ts";
import { isProjectName, normaliseProjectName } from "./project-name.ts";
import type { At, Tree } from "./tree.ts";
import { child, textOf } from "./tree.ts";

const rule = "Use lower-case letters, digits, dashes and underscores; start with a letter or digit.";

export interface ProjectName {
  value: string;
  /** Where the file names it; absent when it comes from outside. */
  at: At | undefined;
}

/**
 * @param given the name asked for on the command line; the environment's and the file's come after it.
 * @param documents every document of the stack's own files, the last name wins.
 */
export function findProjectName(
  given: string | undefined,
  documents: Tree[],
  folderName: string,
  lookup: Lookup,
  report: Report,
): ProjectName {
  const asked = [given, lookup("COMPOSE_PROJECT_NAME")].find((name) => name !== undefined && name !== "");
  const written = documents.map((document) => child(document, "name")).findLast((name) => textOf(name) !== undefined);
  const at = written ?? documents[0];
  if (asked !== undefined) {
    if (!isProjectName(asked) && at !== undefined) {
      report.error("illegal-name", at, ["name"], `The stack name "${asked}" is illegal.`, rule);
    }
    return { value: asked, at: written };
  }
  const template = written === undefined ? "" : (textOf(written) ?? "");
  const filled = fill(template, lookup);
  const inFile = normaliseProjectName(filled ?? template);
  const value = inFile === "" && template === "" ? normaliseProjectName(folderName) : inFile;
  if (written !== undefined && filled !== undefined && filled !== "" && !isProjectName(filled)) {
    // Older versions of Compose bend such a name, each a little differently; the specification refuses it.
    const hint = inFile === "" ? rule : `Write "name: ${inFile}". ${rule}`;
    report.error("illegal-name", written, ["name"], `The stack name "${filled}" is illegal.`, hint);
  } else if (value === "" && at !== undefined) {
    report.error("illegal-name", at, ["name"], "The stack has no name.", `Add name: to the file. ${rule}`);
  }
  return { value, at: written };
}

/** Undefined when the name is malformed: that is reported when the file is walked. */
function fill(template: string, lookup: Lookup): string | undefined {
  try {
    return interpolate(template, lookup).text;
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

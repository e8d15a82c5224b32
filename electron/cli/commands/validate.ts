import { relative } from "node:path";
import { placeOf, type Problem } from "../../../shared/stack/problem.ts";
import type { Context } from "../context.ts";

/** `gantry validate`: every problem at once, each with its place and a hint. 0 when nothing is wrong, else 2. */
export async function validate(context: Context): Promise<number> {
  const { out } = context;
  const { project, problems, files } = await context.load(context.args);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const valid = errors === 0 && project !== undefined;
  out.value({ valid, ...(project === undefined ? {} : { name: project.name }), files, problems });
  for (const problem of problems) {
    out.text(`${placeHere(problem)}: ${problem.severity}: ${problem.message}`);
    if (problem.hint !== undefined) out.text(`    ${problem.hint}`);
  }
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const said = [count(errors, "error"), count(problems.length - errors, "warning")].join(", ");
  const size = project === undefined ? "" : `, ${count(Object.keys(project.services).length, "service")}`;
  out.text(`${valid ? "valid" : "not valid"}: ${said}${size}`);
  return valid ? 0 : 2;
}

function placeHere(problem: Problem): string {
  const near = relative(process.cwd(), problem.file);
  return placeOf({ ...problem, file: near.startsWith("..") ? problem.file : near });
}

import { placeOf } from "../../../shared/stack/problem.ts";
import { printableProject, projectYaml } from "../../../shared/stack/print-project.ts";
import { soundProject, type Context } from "../context.ts";

/** `gantry config`: the model as Gantry reads it, in a form that Gantry and Compose read again; 2 for a bad file. */
export async function config(context: Context): Promise<void> {
  const { out } = context;
  const loaded = await context.load(context.args);
  const project = soundProject(loaded);
  for (const problem of loaded.problems) out.note(`${placeOf(problem)}: ${problem.message}`);
  out.text(projectYaml(project).trimEnd());
  out.value(printableProject(project));
}

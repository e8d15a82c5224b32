import { GantryError } from "../../../shared/errors.ts";
import { supportOf } from "../../../shared/stack/support.ts";
import { engines, type EngineKind } from "../../../shared/stack/support/row.ts";
import { soundProject, type Context } from "../context.ts";
import { table } from "../output.ts";

/** `gantry support FILE --target T`: what of this file an engine does not do to the letter. Needs no engine to run. */
export async function support(context: Context): Promise<void> {
  const { out, options } = context;
  const engine = engineOf(options.target ?? "docker");
  const loaded = await context.load(context.args);
  const project = soundProject(loaded);
  const rows = supportOf(project, engine).map((row) => ({
    ...row,
    places: row.paths.flatMap((path) => loaded.locate(path) ?? []),
  }));
  out.value({ stack: project.name, engine, rows });
  if (rows.length === 0) {
    out.text(`Everything in this file is supported on ${engine}.`);
    return;
  }
  const lines = rows.map(({ key, state, text, paths, places }) => {
    const first = places[0] === undefined ? "" : `${places[0].line}:${places[0].column}`;
    const more = paths.length > 1 ? ` and ${paths.length - 1} more` : "";
    return [key, state, `${first}${more}`, text];
  });
  out.text(table([["KEY", "ON " + engine.toUpperCase(), "AT", "HOW OR WHY"], ...lines]));
}

/** The engine behind a target: `docker`, `docker:CONTEXT`, `kubernetes`, `kube:CONTEXT`, `kind:NAME`, `k3d:NAME`. */
function engineOf(target: string): EngineKind {
  const kind = target.split(":")[0] ?? target;
  const known = engines.find((engine) => engine === kind);
  if (known !== undefined) return known;
  if (["kube", "kind", "k3d"].includes(kind)) return "kubernetes";
  throw new GantryError("bad-input", `${target} names no engine.`, {
    hint: "Write docker, kubernetes, or a target such as docker:default or kind:NAME.",
  });
}

import { formatSpan } from "../../../shared/units.ts";
import { sizeText } from "../../control/volumes.ts";
import type { Context } from "../context.ts";
import { refuse, table } from "../output.ts";
import { volumesExport } from "./volumes-export.ts";
import { volumesImport } from "./volumes-import.ts";
import { volumesRemove } from "./volumes-remove.ts";

const verbs: Record<string, (context: Context, args: readonly string[]) => Promise<void>> = {
  ls: list,
  rm: volumesRemove,
  export: volumesExport,
  import: volumesImport,
};

/** `gantry volumes [ls | rm NAME… | export NAME FILE.tar | import FILE.tar NAME]`. */
export async function volumes(context: Context): Promise<void> {
  const [verb = "ls", ...args] = context.args;
  const work = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (work === undefined)
    refuse(`gantry volumes does not know ${verb}.`, `It knows: ${Object.keys(verbs).join(", ")}.`);
  await work(context, args);
}

/** Each named volume of the stack: size, users, last use, and whether the file still has it. */
async function list({ out, signal, ...context }: Context): Promise<void> {
  const stack = await context.stackName();
  const engine = await context.engine();
  const project = await context.stack().then(
    ({ project }) => project,
    () => undefined,
  );
  const inFile = new Set(Object.values(project?.volumes ?? {}).map((one) => one.name));
  const facts = await engine.volumes.list(stack, signal);
  const rows = facts.map((one) => ({ ...one, inFile: inFile.has(one.name) }));
  out.value({ stack, volumes: rows });
  if (rows.length === 0) {
    out.text(`${stack} has no named volumes on this engine.`);
    return;
  }
  const lines = rows.map((one) => [
    one.name,
    one.driver,
    sizeText(one.size),
    one.users.map(({ name, running }) => (running ? name : `${name} (stopped)`)).join(", ") || "nobody",
    one.lastUse === undefined ? "unknown" : lastUseText(one.lastUse, one.users),
    one.inFile ? "yes" : "no",
  ]);
  out.text(table([["VOLUME", "DRIVER", "SIZE", "USED BY", "LAST USE", "IN FILE"], ...lines]));
}

function lastUseText(at: number, users: ReadonlyArray<{ running: boolean }>): string {
  return users.some((one) => one.running) ? "now" : `${formatSpan(Date.now() - at)} ago`;
}

import { GantryError, messageOf } from "../../../../shared/errors.ts";
import type { LoadedStack } from "../../../../shared/stack/load.ts";
import type { Project } from "../../../../shared/stack/project.ts";
import { isLocal } from "../../../boot.ts";
import { withContents } from "../../../control/contents.ts";
import { lockOwner } from "../../../control/lock-owner.ts";
import { refuseUnknown } from "../../../control/undo-revision.ts";
import type { Desired, Engine, Observed, Revision } from "../../../engines/engine.ts";
import type { Context } from "../../context.ts";

/** What every rollout command works on. */
export interface RolloutStack {
  name: string;
  engine: Engine;
  observed: Observed;
  /** The file as it is now; undefined when --project names a stack whose file is not here or has errors. */
  file: Project | undefined;
  /** The command's context, which applies without a file as well. */
  context: Context;
}

export async function rolloutStack(context: Context): Promise<RolloutStack> {
  const loaded = await fileOf(context);
  const file = loaded?.project;
  const engine = await context.engine();
  return {
    name: context.options.project ?? file?.name ?? "",
    engine,
    observed: await engine.observe(context.signal),
    file,
    context: {
      ...context,
      applyContext: async () => ({
        engine,
        local: isLocal(await context.target()),
        owner: lockOwner(),
        ...(loaded === undefined ? {} : { locate: (path) => loaded.loaded.locate(path) }),
      }),
    },
  };
}

/** What is on the engine can be steered by name alone: a file that is lost or broken is no reason not to roll back. */
async function fileOf(context: Context): Promise<{ project: Project; loaded: LoadedStack } | undefined> {
  try {
    return await context.stack();
  } catch (error) {
    if (context.options.project === undefined) throw error;
    context.out.note(`Without the stack file: ${messageOf(error)}`);
    return undefined;
  }
}

/**
 * What is applied now, and the services that a command is about.
 *
 * @throws GantryError `bad-input` when nothing is applied, or for a service that is not in it
 */
export function appliedServices(
  { name, observed }: RolloutStack,
  args: readonly string[],
): { newest: Revision; services: string[] } {
  const newest = observed.applied[name];
  if (newest === undefined) {
    throw new GantryError("bad-input", `${name} was never applied here.`, { hint: "`gantry up` applies the file." });
  }
  for (const service of args) refuseUnknown(service, [newest]);
  return { newest, services: args.length > 0 ? [...new Set(args)] : Object.keys(newest.desired.project.services) };
}

/** What is applied, with the contents that only the file has. */
export function appliedDesired({ file }: RolloutStack, { desired }: Revision): Desired {
  return { ...desired, project: withContents(desired.project, file) };
}

import type { Handlers } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import type { Project } from "../../shared/stack/project.ts";
import type { Observed } from "../engines/engine.ts";
import { apply, preview, type ApplyContext } from "./apply.ts";
import { endPauses } from "./pauses.ts";
import { revisionViews, fileSays } from "./revision-views.ts";
import { undoRevision, type RollBack } from "./undo-revision.ts";
import type { Tasks } from "./tasks.ts";

export interface RolloutParts {
  context: () => ApplyContext;
  /** The open stack's name and its file as last loaded; undefined while none is open. */
  stack: () => { name: string; file: Project | undefined } | undefined;
  tasks: Tasks;
}

type RolloutHandlers = Pick<Handlers, "revisions.list" | "rollout.preview" | "rollout.undo">;

/** The window's calls about revisions: the list, the plan of a roll back, the roll back. */
export function rolloutHandlers({ context, stack, tasks }: RolloutParts): RolloutHandlers {
  const back = async (revision: number): Promise<RollBack & { observed: Observed }> => {
    const open = stack();
    if (open === undefined) throw new GantryError("bad-input", "No stack is open.");
    const { engine } = context();
    const [revisions, observed] = await Promise.all([engine.revisions(open.name), engine.observe()]);
    return { ...undoRevision({ stack: open.name, revisions, observed, file: open.file, to: revision }), observed };
  };
  return {
    "revisions.list": async () => {
      const open = stack();
      return open === undefined ? [] : revisionViews(await context().engine.revisions(open.name));
    },
    "rollout.preview": async ({ revision }) => {
      const { desired, options, services } = await back(revision);
      const file = stack()?.file;
      return {
        plan: await preview(context(), desired, options),
        fileSays: file === undefined ? [] : fileSays(desired.project, file, services),
      };
    },
    "rollout.undo": async ({ revision, hash }) => {
      const { desired, options, services, observed } = await back(revision);
      const { name } = desired.project;
      const task = tasks.start(name, `Roll ${name} back to revision ${revision}`, async (control) => {
        await endPauses(context().engine, observed, name, services);
        await apply(context(), desired, {
          ...options,
          hash,
          signal: control.signal,
          listener: control.listener,
          planned: (plan) => control.steps(plan.lines),
        });
      });
      return { task };
    },
  };
}

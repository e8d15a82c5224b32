import { endPauses } from "../../../control/pauses.ts";
import { fileSays } from "../../../control/revision-views.ts";
import { undoRevision } from "../../../control/undo-revision.ts";
import type { Context } from "../../context.ts";
import { deadline } from "../../deadline.ts";
import { runApply } from "../../run-apply.ts";
import { waitUntilWell } from "../../wait.ts";
import { rolloutStack } from "./rollout-stack.ts";

const WAIT_LIMIT = 120_000;

/** `gantry rollout undo [SERVICE…] [--to-revision N]`: exactly what a revision was, as a new one. */
export async function undo(given: Context): Promise<void> {
  const { out, options } = given;
  const started = Date.now();
  const { name, engine, observed, file, context } = await rolloutStack(given);
  const back = undoRevision({
    stack: name,
    revisions: await engine.revisions(name, given.signal),
    observed,
    file,
    to: options.toRevision,
    services: given.args.length > 0 ? given.args : undefined,
  });
  const { project } = back.desired;
  const held = await endPauses(engine, observed, name, back.services);
  if (held.length > 0) out.note(`note: ${held.join(", ")} was paused, and is not any more.`);
  const plan = await runApply(context, back.desired, back.options);
  if (options.wait) {
    const signal = deadline(options.timeout ?? WAIT_LIMIT, given.signal);
    await waitUntilWell(engine, project, back.services, signal);
  }
  const took = Date.now() - started;
  const revision = (await engine.observe(given.signal)).applied[name]?.revision;
  const says = file === undefined ? [] : fileSays(project, file, back.services);
  const to = back.target.revision;
  out.value({
    stack: name,
    to,
    revision,
    services: back.services,
    changes: plan.lines.length,
    plan,
    fileSays: says,
    ms: took,
  });
  if (plan.lines.length === 0) out.text(`${name}: everything is as in r${to} already`);
  else out.text(`${name}: rolled back to r${to}, now r${revision}, in ${(took / 1000).toFixed(1)} s`);
  if (says.length === 0) return;
  out.note("note: The stack file still says otherwise, and the next `gantry up` goes back to it:");
  for (const line of says) out.note(`  ${line}`);
}

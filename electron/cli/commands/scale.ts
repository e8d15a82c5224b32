import { handEdits, handWords } from "../../../shared/autoscale/hand.ts";
import { withReplicas } from "../../../shared/autoscale/kept.ts";
import { GantryError } from "../../../shared/errors.ts";
import { editFiles } from "../../../shared/stack/edit-files.ts";
import type { Project } from "../../../shared/stack/project.ts";
import { scaledProject } from "../../control/desired.ts";
import { editOnDisk, textsOf } from "../../control/edit-stack.ts";
import type { Context } from "../context.ts";
import { deadline } from "../deadline.ts";
import { refuse } from "../output.ts";
import { runApply } from "../run-apply.ts";
import { serviceRows } from "../services.ts";
import { waitUntilWell } from "../wait.ts";

const WAIT_LIMIT = 120_000;

/** `gantry scale web=5 api=2`: writes the numbers into the file, then applies just those. */
export async function scale(context: Context): Promise<void> {
  const { out, options } = context;
  const { project, loaded } = await context.stack();
  const wishes = parseWishes(context.args, project);
  const engine = await context.engine();
  const applied = (await engine.observe(context.signal)).applied[project.name];
  const edits = wishes.flatMap(([service, replicas]) => {
    const model = project.services[service];
    return model === undefined ? [] : handEdits(service, model, replicas);
  });
  const files = await textsOf(loaded.members);
  await editOnDisk(files, (texts) => editFiles(texts, { kind: "sequence", edits }));
  for (const [service, replicas] of wishes) {
    const model = project.services[service];
    const words = model === undefined ? undefined : handWords(service, replicas, model);
    if (words !== undefined) out.note(words);
  }
  const written = (await context.load()).project?.services ?? project.services;

  // Other changes of the file stay pending: only the numbers are applied to what runs.
  let next: Project = applied?.desired.want === "running" ? applied.desired.project : project;
  for (const [service, replicas] of wishes) {
    const model = written[service];
    next = scaledProject(next, service, replicas, model) ?? next;
    if (next.services[service] === undefined && model !== undefined) {
      next = { ...next, services: { ...next.services, [service]: withReplicas(model, replicas) } };
    }
  }
  const services = wishes.map(([service]) => service);
  const cause = `scaled ${wishes.map(([service, replicas]) => `${service} to ${replicas}`).join(", ")}`;
  const plan = await runApply(
    context,
    { project: next, files: loaded.files, want: "running" },
    { cause, services, exactReplicas: true },
  );
  if (options.wait) {
    const signal = deadline(options.timeout ?? WAIT_LIMIT, context.signal);
    await waitUntilWell(engine, next, services, signal);
  }
  const rows = serviceRows(next, await engine.observe()).filter((row) => services.includes(row.service));
  out.value({ stack: project.name, changes: plan.lines.length, plan, services: rows });
  for (const row of rows) out.text(`${row.service}: ${row.ready} of ${row.desired} ready`);
}

function parseWishes(args: readonly string[], project: Project): Array<[string, number]> {
  if (args.length === 0) refuse("Nothing to scale.", "For example: gantry scale web=5");
  return args.map((arg) => {
    const match = /^(.+)=(\d+)$/.exec(arg);
    if (match === null) refuse(`${arg} is no SERVICE=NUMBER.`, "For example: gantry scale web=5");
    const [, service = "", count = ""] = match;
    if (project.services[service] === undefined) {
      throw new GantryError("bad-input", `The file has no service ${service}.`, {
        hint: `It has: ${Object.keys(project.services).join(", ")}.`,
      });
    }
    if (Number(count) > 500) refuse(`${count} replicas are too many for one machine.`, "At most 500.");
    return [service, Number(count)];
  });
}

import type { RevisionView } from "../../../../shared/contract.ts";
import { GantryError } from "../../../../shared/errors.ts";
import { desiredReplicas } from "../../../../shared/health.ts";
import { imageText, shortId } from "../../../../shared/service-diff.ts";
import { formatSpan } from "../../../../shared/units.ts";
import { revisionViews } from "../../../control/revision-views.ts";
import { findRevision, refuseUnknown } from "../../../control/undo-revision.ts";
import type { Revision } from "../../../engines/engine.ts";
import type { Context } from "../../context.ts";
import { table } from "../../output.ts";
import { rolloutStack } from "./rollout-stack.ts";

/** `gantry rollout history [SERVICE…] [--revision N]`: the applied states that the engine keeps, newest first. */
export async function history(context: Context): Promise<void> {
  const { out, options, args } = context;
  const { name, engine } = await rolloutStack(context);
  const revisions = await engine.revisions(name, context.signal);
  if (revisions.length === 0) {
    throw new GantryError("bad-input", `${name} was never applied here.`, { hint: "`gantry up` applies the file." });
  }
  for (const service of args) refuseUnknown(service, revisions);
  const views = revisionViews(args.length === 0 ? revisions : revisions.map((one) => onlyServices(one, args)));
  if (options.revision !== undefined) {
    const found = findRevision(name, revisions, options.revision);
    const view = views.find((one) => one.revision === found.revision);
    if (view !== undefined) showOne(context, name, found, view);
    return;
  }
  // Of some services only what changed them, and the oldest, which they started from.
  const shown =
    args.length === 0 ? views : views.filter((one, at) => one.changes.length > 0 || at === views.length - 1);
  out.value({ stack: name, revisions: shown });
  out.text(
    table([["REVISION", "WHEN", "CAUSE", "CHANGED", "IMAGES"], ...shown.flatMap((view) => rowsOf(view, Date.now()))]),
  );
}

/** Several changes and images stand below each other. */
function rowsOf({ revision, at, cause, changes, images }: RevisionView, now: number): string[][] {
  const names = [...new Set(images.map(({ image, id }) => imageWords(image, id)))];
  const said = changes.length === 0 ? ["nothing of the services"] : changes;
  return Array.from({ length: Math.max(1, said.length, names.length) }, (_row, index) => [
    ...(index === 0 ? [`r${revision}`, `${formatSpan(now - at)} ago`, cause] : ["", "", ""]),
    said[index] ?? "",
    names[index] ?? "",
  ]);
}

function imageWords(image: string, id: string): string {
  return image === id ? shortId(id) : `${imageText(image) ?? image} ${shortId(id)}`;
}

function showOne({ out }: Context, stack: string, { desired }: Revision, view: RevisionView): void {
  const services = Object.entries(desired.project.services).map(([service, model]) => {
    const image = view.images.find((one) => one.service === service);
    return { service, replicas: desiredReplicas(model), image: image?.image ?? model.image, id: image?.id };
  });
  out.value({ stack, ...view, services });
  out.text(`${stack} r${view.revision}: ${view.cause}, ${new Date(view.at).toISOString()}`);
  for (const change of view.changes) out.text(`  ${change}`);
  const cells = services.map(({ service, replicas, image = "(built)", id }) => [
    service,
    String(replicas),
    imageText(image) ?? image,
    id ?? "not known",
  ]);
  out.text(table([["SERVICE", "REPLICAS", "IMAGE", "IMAGE ID"], ...cells]));
}

function onlyServices(revision: Revision, names: readonly string[]): Revision {
  const { desired, images = {} } = revision;
  const pick = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  const { project } = desired;
  const places = { networks: {}, volumes: {}, secrets: {}, configs: {} };
  return {
    ...revision,
    images: pick(images),
    desired: { ...desired, project: { ...project, ...places, services: pick(project.services) } },
  };
}

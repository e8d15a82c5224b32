import type { Desired } from "../engine.ts";
import { imageOf } from "./compile.ts";
import { normalImage } from "./image-name.ts";
import type { PlanContext } from "./plan-context.ts";
import { KEPT_RECORDS, recordLabels, recordName, sameDesired } from "./record.ts";

/**
 * Writes down what is applied, when it differs from the newest record, and lets the oldest go. Before anything is made:
 * an apply that is cut short is then known, and the next one goes on from there. Answers the ids to wait for.
 */
export function planRecord(context: PlanContext, now: number, after: readonly string[]): string[] {
  const { graph, observed, options, stack } = context;
  const newest = observed.applied[stack];
  const applied = recordedDesired(context);
  if (sameDesired(newest?.desired, applied) && !hasMovedImage(context)) return [];
  const kept = revisionsOf(context);
  const revision = Math.max(0, ...kept) + 1;
  const labels = { ...recordLabels(stack, revision, now, options.cause, applied) };
  const call = { kind: "record" as const, name: recordName(stack, revision), labels, ...imagesFor(context, applied) };
  const id = graph.add({ verb: "record", kind: "revision", name: `r${revision}`, cause: options.cause, after, call });
  const sorted = kept.toSorted((a, b) => a - b);
  const passing = isPassing(newest?.cause) && isPassing(options.cause) ? sorted.slice(-1) : [];
  const rest = sorted.slice(0, sorted.length - passing.length);
  const old = rest.slice(0, Math.max(0, rest.length + 1 - KEPT_RECORDS));
  if (old.length > 0) removeRecords(context, old, `only the newest ${KEPT_RECORDS} are kept`, [id]);
  if (passing.length > 0) removeRecords(context, passing, "the autoscaler's last number", [id]);
  return [id];
}

/**
 * The autoscaler changes a number many times an hour; its last number alone is kept, so that it does not push out what
 * people would roll back to.
 */
function isPassing(cause: string | undefined): boolean {
  return cause?.startsWith("autoscaled ") === true;
}

/** Whether a name stands for another image than the newest record says: then the same model is another state. */
function hasMovedImage(context: PlanContext): boolean {
  const { desired, observed, services, stack } = context;
  const recorded = observed.applied[stack]?.images;
  if (desired.want !== "running" || recorded === undefined) return false;
  return services.some(([name, service]) => {
    const before = recorded[name]?.id;
    const now = observed.imageIds?.[normalImage(imageOf(desired.project, name, service))];
    return before !== undefined && now !== undefined && before !== now;
  });
}

/** Stopping, and an apply of other services, leave a service on the image that it has. */
function imagesFor({ desired, observed, services, stack }: PlanContext, applied: Desired) {
  const renewed = desired.want === "running" ? services : [];
  const images = Object.fromEntries(renewed.map(([name, service]) => [name, imageOf(desired.project, name, service)]));
  const before = Object.entries(observed.applied[stack]?.images ?? {});
  const kept = Object.fromEntries(
    before.filter(([name]) => images[name] === undefined && applied.project.services[name] !== undefined),
  );
  return { images, kept };
}

function recordedDesired({ desired, observed, options, stack }: PlanContext): Desired {
  if (options.services === undefined || options.mode === "heal") return desired;
  return mergedDesired(observed.applied[stack]?.desired, desired, options.services);
}

/** The whole stack as it is applied once the plan is carried out. */
export function recordedProject(context: PlanContext): Desired["project"] {
  return recordedDesired(context).project;
}

/** An apply of some services says nothing about the others: these stay as they were last applied. */
function mergedDesired(before: Desired | undefined, desired: Desired, only: readonly string[]): Desired {
  const picked = Object.entries(desired.project.services).filter(([name]) => only.includes(name));
  const old = before?.project;
  const project = {
    ...desired.project,
    services: { ...old?.services, ...Object.fromEntries(picked) },
    networks: { ...old?.networks, ...desired.project.networks },
    volumes: { ...old?.volumes, ...desired.project.volumes },
    secrets: { ...old?.secrets, ...desired.project.secrets },
    configs: { ...old?.configs, ...desired.project.configs },
  };
  return { ...desired, project };
}

/** One line for all of them; the newest goes last, so that what is left is true at every moment. */
export function removeRecords(
  context: PlanContext,
  revisions: readonly number[],
  cause: string,
  after: readonly string[],
): string {
  const sorted = revisions.toSorted((a, b) => a - b);
  const names = sorted.map((revision) => recordName(context.stack, revision));
  const name = sorted.length === 1 ? `r${sorted[0]}` : `r${sorted[0]}-r${sorted.at(-1)}`;
  return context.graph.add({
    verb: "remove",
    kind: "revision",
    name,
    cause,
    after,
    call: { kind: "remove-volumes", names },
  });
}

export function revisionsOf({ observed, stack }: PlanContext): readonly number[] {
  const newest = observed.applied[stack];
  return observed.revisions?.[stack] ?? (newest === undefined ? [] : [newest.revision]);
}

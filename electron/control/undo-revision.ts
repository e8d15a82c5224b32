import { GantryError } from "../../shared/errors.ts";
import { sameData } from "../../shared/same-data.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import type { Desired, Observed, PlanOptions, Revision } from "../engines/engine.ts";
import { missingContents, withContents } from "./contents.ts";
import { pinImage } from "./pin-image.ts";

export interface RollBackWish {
  stack: string;
  /** Newest first. */
  revisions: readonly Revision[];
  observed: Pick<Observed, "imageIds">;
  /** The stack file as it is now, for contents that no record holds; absent when there is none that loads. */
  file?: Project | undefined;
  /** The newest one that differs from what is applied when absent. */
  to?: number | undefined;
  /** All when absent. */
  services?: readonly string[] | undefined;
}

export interface RollBack {
  target: Revision;
  desired: Desired;
  /** Services that are rolled back. */
  services: string[];
  options: Pick<PlanOptions, "cause" | "services" | "removeOrphans" | "imagesAreFresh" | "rollBack">;
}

/**
 * What must be applied so that the stack, or some of its services, is again what a revision was: model, replicas and
 * the very images. Pure; it becomes a new revision when it is applied.
 *
 * @throws GantryError `bad-input` when there is nothing to go back to, `image` when an image is gone
 */
export function undoRevision(wish: RollBackWish): RollBack {
  const { stack, revisions, observed, services: only } = wish;
  const [newest] = revisions;
  if (newest === undefined) {
    throw new GantryError("bad-input", `Nothing to undo: ${stack} was never applied here.`, {
      hint: "`gantry up` applies the file.",
    });
  }
  for (const name of only ?? []) refuseUnknown(name, revisions);
  const target = wish.to === undefined ? newestOther(wish, newest) : findRevision(stack, revisions, wish.to);
  const names = only === undefined ? Object.keys(target.desired.project.services) : [...new Set(only)];
  const imageIds = observed.imageIds ?? {};
  const recorded = target.desired.project.services;
  const services = Object.fromEntries(
    names.map((name) => [name, pinImage(target, name, serviceOf(recorded, name, target), imageIds)]),
  );
  const project = withContents(
    only === undefined
      ? { ...target.desired.project, services }
      : partly(newest.desired.project, target.desired.project, services),
    wish.file,
  );
  refuseMissing(missingContents(project, names, newest.desired.project), target, wish.file !== undefined);
  const dropped = Object.keys(newest.desired.project.services).some((name) => recorded[name] === undefined);
  return {
    target,
    desired: { project, files: newest.desired.files, want: "running" },
    services: names,
    options: {
      cause: `rolled back to r${target.revision}${only === undefined ? "" : ` (${names.join(", ")})`}`,
      ...(only === undefined ? { removeOrphans: dropped } : { services: names }),
      rollBack: names,
      // The images are the recorded ones: a pull or build now could move their names.
      imagesAreFresh: true,
    },
  };
}

/** Only these services; what they share with others stays as it runs now, but for the contents they were made with. */
function partly(newest: Project, target: Project, services: Record<string, Service>): Project {
  const used = (kind: "secrets" | "configs") => {
    const keys = new Set(Object.values(services).flatMap((one) => (one[kind] ?? []).map(({ source }) => source)));
    return Object.fromEntries(Object.entries(target[kind]).filter(([key]) => keys.has(key)));
  };
  return {
    ...newest,
    services: { ...newest.services, ...services },
    networks: { ...target.networks, ...newest.networks },
    volumes: { ...target.volumes, ...newest.volumes },
    secrets: { ...newest.secrets, ...used("secrets") },
    configs: { ...newest.configs, ...used("configs") },
  };
}

/** @throws GantryError `bad-input` naming those that are kept */
export function findRevision(stack: string, revisions: readonly Revision[], wanted: number): Revision {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found !== undefined) return found;
  const kept = revisions.map(({ revision }) => `r${revision}`).toReversed();
  throw new GantryError("bad-input", `There is no revision ${wanted} of ${stack} on the engine.`, {
    hint: kept.length === 0 ? "It was never applied here." : `Kept are ${kept.join(", ")}.`,
  });
}

function newestOther({ stack, revisions, services }: RollBackWish, newest: Revision): Revision {
  const other = revisions.find((one) => !sameState(one, newest, services));
  if (other !== undefined) return other;
  const what = services === undefined ? stack : services.join(", ");
  throw new GantryError("bad-input", `Nothing to undo: no other state of ${what} is kept on the engine.`, {
    hint: "`gantry rollout history` lists the revisions there are.",
  });
}

/** Whether two revisions are the same to a user: model and images; not how an image is called, nor how it came. */
export function sameState(a: Revision, b: Revision, only?: readonly string[]): boolean {
  const names = only ?? [...Object.keys(a.desired.project.services), ...Object.keys(b.desired.project.services)];
  return [...new Set(names)].every((name) => sameData(essence(a, name), essence(b, name)));
}

function essence({ desired, images }: Revision, name: string): unknown {
  const service = desired.project.services[name];
  if (service === undefined) return undefined;
  const { image, build: _build, pull_policy: _policy, ...model } = service;
  const { secrets, configs } = desired.project;
  const files = [
    (service.secrets ?? []).map(({ source }) => secrets[source]),
    (service.configs ?? []).map(({ source }) => configs[source]),
  ];
  return { ...model, files, image: images?.[name]?.id ?? image };
}

function serviceOf(services: Project["services"], name: string, { revision }: Revision): Service {
  const found = services[name];
  if (found !== undefined) return found;
  throw new GantryError("bad-input", `Revision ${revision} has no service ${name}.`, {
    hint: `It has: ${Object.keys(services).join(", ")}.`,
  });
}

/** @throws GantryError `bad-input` for a service that no revision knows */
export function refuseUnknown(name: string, revisions: readonly Revision[]): void {
  const known = new Set(revisions.flatMap(({ desired }) => Object.keys(desired.project.services)));
  if (known.has(name)) return;
  throw new GantryError("bad-input", `There is no service ${name} in what was applied.`, {
    hint: known.size === 0 ? "Nothing was applied here." : `There are: ${[...known].sort().join(", ")}.`,
  });
}

function refuseMissing(missing: readonly string[], { revision }: Revision, hasFile: boolean): void {
  if (missing.length === 0) return;
  const why = hasFile ? "the file has another content now" : "there is no stack file to take it from";
  throw new GantryError(
    "bad-input",
    `The content of ${missing.join(", ")} in revision ${revision} cannot be restored: it is not kept on the engine, and ${why}.`,
    { hint: "Write the old content into the stack file, or roll back to another revision." },
  );
}

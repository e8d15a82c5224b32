import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AppliedStack } from "../../../shared/observed.ts";
import type { FileObject, Project } from "../../../shared/stack/project.ts";
import type { Desired } from "../engine.ts";
import { hashOf } from "./hash.ts";
import { gantry, type Labels } from "./labels.ts";
import { readImages } from "./record-images.ts";

/**
 * The applied record: what a stack should be, kept on the engine itself as labels of an empty volume. So a second
 * Gantry, or the next one after a crash, knows what to keep alive without any database of its own.
 */

/** Records kept for each stack. */
export const KEPT_RECORDS = 10;

export function recordName(stack: string, revision: number): string {
  return `gantry-${stack}-r${revision}`;
}

export function lockName(stack: string): string {
  return `gantry-${stack}-lock`;
}

/** Whether the engine's newest record already says this. */
export function sameDesired(record: Desired | undefined, desired: Desired): boolean {
  return record !== undefined && hashOf(redacted(record)) === hashOf(redacted(desired));
}

export function recordLabels(stack: string, revision: number, at: number, cause: string, desired: Desired): Labels {
  const text = JSON.stringify(redacted(desired));
  return {
    [gantry.stack]: stack,
    [gantry.role]: "record",
    [gantry.revision]: String(revision),
    [gantry.time]: String(at),
    [gantry.cause]: cause,
    [gantry.record]: gzipSync(text).toString("base64"),
  };
}

/** Reads a record back; undefined when the labels hold none that can be read (a newer Gantry's, or damaged). */
export function readRecord(labels: Labels): AppliedStack<Desired> | undefined {
  const { [gantry.stack]: stack, [gantry.record]: packed } = labels;
  if (stack === undefined || packed === undefined) return undefined;
  try {
    const desired = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8")) as Desired;
    if (typeof desired.project?.services !== "object" || !Array.isArray(desired.files)) return undefined;
    const images = readImages(labels);
    return {
      stack,
      revision: Number(labels[gantry.revision]),
      at: Number(labels[gantry.time]),
      cause: labels[gantry.cause] ?? "",
      files: desired.files,
      desired,
      ...(images === undefined ? {} : { images }),
    };
  } catch {
    return undefined;
  }
}

const REDACTED = "gantry-redacted:sha256:";

/** Hash of a secret's or config's content; also of one whose content was taken out for the record. */
export function contentHash(content: string): string {
  if (isRedacted(content)) return content.slice(REDACTED.length);
  return createHash("sha256").update(content).digest("hex");
}

export function isRedacted(content: string): boolean {
  return content.startsWith(REDACTED);
}

/** Contents stay in the user's file: whoever may list volumes must not read secrets off their labels. */
function redacted(desired: Desired): Desired {
  // Where a card lies on the canvas is no state of the engine: moving it must not make a plan.
  const { layout: _layout, ...extension } = desired.project["x-gantry"] ?? {};
  const project: Project = {
    ...desired.project,
    ...(desired.project["x-gantry"] === undefined ? {} : { "x-gantry": extension }),
    secrets: withoutContents(desired.project.secrets),
    configs: withoutContents(desired.project.configs),
  };
  return { ...desired, project };
}

function withoutContents(objects: Record<string, FileObject>): Record<string, FileObject> {
  return Object.fromEntries(
    Object.entries(objects).map(([key, object]) => [
      key,
      object.content === undefined ? object : { ...object, content: `${REDACTED}${contentHash(object.content)}` },
    ]),
  );
}

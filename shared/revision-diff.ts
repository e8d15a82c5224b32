import type { ResolvedImage } from "./observed.ts";
import { serviceChanges, type KeyChange } from "./service-diff.ts";
import { sameData } from "./same-data.ts";
import type { Project } from "./stack/project.ts";

/** What of a revision is compared: its model, whether it was to run, and the images it ran. */
export interface RevisionState {
  project: Project;
  want: string;
  images: Readonly<Record<string, ResolvedImage>>;
}

export interface ServiceDiff {
  service: string;
  kind: "added" | "removed" | "changed";
  /** Empty for what was added or removed. */
  keys: KeyChange[];
}

export interface RevisionDiff {
  services: ServiceDiff[];
  /** What changed beside services, in words: `network front added`. */
  others: string[];
}

/** What of an applied record is compared. */
export function stateOf(record: {
  desired: { project: Project; want: string };
  images?: Readonly<Record<string, ResolvedImage>>;
}): RevisionState {
  return { project: record.desired.project, want: record.desired.want, images: record.images ?? {} };
}

/** What one state has that another has not. Holds no value of the environment, of a secret or of a config. */
export function revisionDiff(before: RevisionState, after: RevisionState): RevisionDiff {
  const { services: old } = before.project;
  const { services: now } = after.project;
  const services = keysOf(old, now).flatMap((service): ServiceDiff[] => {
    const [left, right] = [old[service], now[service]];
    if (left === undefined) return [{ service, kind: "added", keys: [] }];
    if (right === undefined) return [{ service, kind: "removed", keys: [] }];
    const keys = serviceChanges(
      { service: left, image: before.images[service] },
      { service: right, image: after.images[service] },
    );
    return keys.length === 0 ? [] : [{ service, kind: "changed", keys }];
  });
  const want = before.want === after.want ? [] : [after.want === "running" ? "started" : "stopped"];
  const others = (["network", "volume", "secret", "config"] as const).flatMap((kind) =>
    placeChanges(kind, before.project[`${kind}s`], after.project[`${kind}s`]),
  );
  return { services, others: [...want, ...others] };
}

function placeChanges(kind: string, before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return keysOf(before, after).flatMap((key) => {
    if (sameData(before[key], after[key])) return [];
    const what = before[key] === undefined ? "added" : after[key] === undefined ? "removed" : "changed";
    return [`${kind} ${key} ${what}`];
  });
}

function keysOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

/** A diff in words, one line a service: `web: image app:1 -> app:2, replicas 2 -> 3, environment (MODE)`. */
export function diffLines({ services, others }: RevisionDiff): string[] {
  return [...services.map(diffLine), ...others];
}

export function diffLine({ service, kind, keys }: ServiceDiff): string {
  return kind === "changed" ? `${service}: ${keys.map(keyText).join(", ")}` : `${service} ${kind}`;
}

function keyText({ key, before, after, names }: KeyChange): string {
  if (names !== undefined) return `${key} (${names.join(", ")})`;
  if (before === undefined && after === undefined) return key;
  return `${key} ${before ?? "unset"} -> ${after ?? "unset"}`;
}

import type { ImageInfo, NetworkInspectInfo, VolumeInspectInfo } from "dockerode";
import type { AppliedStack, ObservedLock, ObservedNetwork, ObservedVolume } from "../../../shared/observed.ts";
import type { Desired, Observed } from "../engine.ts";
import { normalImage } from "./image-name.ts";
import { compose, gantry, isOurs, stackOf } from "./labels.ts";
import { readRecord } from "./record.ts";

export function networksOfList(list: readonly NetworkInspectInfo[]): Observed["networks"] {
  return Object.fromEntries(list.map((network) => [network.Id, networkOf(network)]));
}

function networkOf({ Id: id, Name: name, Labels: labels }: NetworkInspectInfo): ObservedNetwork {
  return { id, name, ours: isOurs(labels), ...belonging(labels, compose.network) };
}

function belonging(labels: Record<string, string> | null | undefined, keyLabel: string) {
  const stack = stackOf(labels);
  const key = labels?.[keyLabel];
  const hash = labels?.[gantry.configHash];
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(key === undefined ? {} : { key }),
    ...(hash === undefined ? {} : { configHash: hash }),
  };
}

/** Names and ids of images; names in one spelling, see image-name.ts. */
export function imagesOfList(list: readonly ImageInfo[]): Pick<Observed, "images" | "imageIds"> {
  const imageIds = Object.fromEntries(
    list.flatMap((image) => {
      const names = [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])].filter(
        (name) => !name.startsWith("<none>"),
      );
      return [image.Id, ...names.map(normalImage)].map((name) => [name, image.Id] as const);
    }),
  );
  return { images: new Set(Object.keys(imageIds)), imageIds };
}

export type Volumes = Pick<Observed, "volumes" | "applied" | "locks"> & {
  revisions: NonNullable<Observed["revisions"]>;
  paused: NonNullable<Observed["paused"]>;
};

/**
 * Reads volumes, and the records and locks that are kept as volumes.
 *
 * @param read decodes a record; a parameter so that a caller can remember what it decoded: a record never changes
 */
export function volumesOfList(
  list: readonly VolumeInspectInfo[],
  read: (volume: VolumeInspectInfo) => AppliedStack<Desired> | undefined,
): Volumes {
  const volumes: Record<string, ObservedVolume> = {};
  const locks: Record<string, ObservedLock> = {};
  const paused: Record<string, string[]> = {};
  const newest = new Map<string, VolumeInspectInfo[]>();
  for (const volume of list) {
    const labels = volume.Labels ?? {};
    const stack = labels[gantry.stack];
    if (labels[gantry.role] === "lock" && stack !== undefined) {
      locks[stack] = { stack, owner: labels[gantry.owner] ?? "", since: Number(labels[gantry.time] ?? 0) };
    } else if (labels[gantry.role] === "pause" && stack !== undefined) {
      paused[stack] = [...(paused[stack] ?? []), labels[gantry.service] ?? ""].sort();
    } else if (labels[gantry.role] === "record" && stack !== undefined) {
      newest.set(stack, [...(newest.get(stack) ?? []), volume]);
    } else {
      volumes[volume.Name] = { name: volume.Name, ours: isOurs(labels), ...belonging(labels, compose.volume) };
    }
  }
  const applied: Record<string, AppliedStack<Desired>> = {};
  const revisions: Record<string, number[]> = {};
  for (const [stack, records] of newest) {
    const sorted = records.toSorted((a, b) => revisionOf(a) - revisionOf(b));
    revisions[stack] = sorted.map(revisionOf);
    const last = sorted.at(-1);
    const record = last === undefined ? undefined : read(last);
    if (record !== undefined) applied[stack] = record;
  }
  return { volumes, locks, applied, revisions, paused };
}

function revisionOf(volume: VolumeInspectInfo): number {
  return Number(volume.Labels?.[gantry.revision] ?? 0);
}

/** Decodes each record once. */
export function recordReader(): (volume: VolumeInspectInfo) => AppliedStack<Desired> | undefined {
  const known = new Map<string, AppliedStack<Desired> | undefined>();
  return (volume) => {
    // A removed stack's revisions start again at 1, so the name alone is not enough.
    const key = `${volume.Name} ${volume.Labels?.[gantry.time]}`;
    if (!known.has(key)) {
      if (known.size > 200) known.clear();
      known.set(key, readRecord(volume.Labels));
    }
    return known.get(key);
  };
}

import type Docker from "dockerode";
import * as z from "zod";
import type { ResolvedImage } from "../../../shared/observed.ts";
import type { RecordCall } from "./call.ts";
import { hasStatus } from "./errors.ts";
import { gantry, type Labels } from "./labels.ts";

/**
 * Which images a revision ran, as a label of its record. Beside the model, not in it: the record is planned before its
 * images are pulled and built, and written after.
 */
const ImagesSchema = z.record(
  z.string(),
  z.object({ image: z.string(), id: z.string(), digests: z.array(z.string()) }),
);

/** Undefined when there are none that can be read; the model of such a record is good all the same. */
export function readImages(labels: Labels): Record<string, ResolvedImage> | undefined {
  try {
    return ImagesSchema.parse(JSON.parse(labels[gantry.images] ?? ""));
  } catch {
    return undefined;
  }
}

export function imagesLabel(images: Readonly<Record<string, ResolvedImage>>): Labels {
  return { [gantry.images]: JSON.stringify(images) };
}

/** Looks the record's images up on the engine. One that is not there is left out: nothing can run it either. */
export async function resolveImages(docker: Docker, call: RecordCall): Promise<Record<string, ResolvedImage>> {
  const looks = new Map([...new Set(Object.values(call.images))].map((name) => [name, inspectImage(docker, name)]));
  const found = await Promise.all(
    Object.entries(call.images).map(async ([service, image]) => [service, await looks.get(image)] as const),
  );
  const resolved = found.flatMap(([service, image]) => (image === undefined ? [] : [[service, image] as const]));
  return { ...call.kept, ...Object.fromEntries(resolved) };
}

async function inspectImage(docker: Docker, image: string): Promise<ResolvedImage | undefined> {
  try {
    const info = await docker.getImage(image).inspect();
    // null, against the types, on engines that have none.
    return { image, id: info.Id, digests: info.RepoDigests ?? [] };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

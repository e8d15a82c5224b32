import type Docker from "dockerode";
import type { Revision } from "../engine.ts";
import { request } from "./client.ts";
import { hasStatus } from "./errors.ts";
import { gantry } from "./labels.ts";
import { pauseName } from "./pause.ts";
import { readRecord } from "./record.ts";

/** All records of a stack that can be read, newest first. */
export async function readRevisions(docker: Docker, stack: string): Promise<Revision[]> {
  const volumes = await listOwn(docker, stack, "record");
  return volumes.flatMap((volume) => readRecord(volume.Labels) ?? []).toSorted((a, b) => b.revision - a.revision);
}

/** Makes or removes the marker volume that says that a service's update is held. Both may be done twice. */
export async function setPause(
  docker: Docker,
  stack: string,
  service: string,
  on: boolean,
  now: number,
): Promise<void> {
  if (on) {
    const labels = {
      [gantry.stack]: stack,
      [gantry.role]: "pause",
      [gantry.service]: service,
      [gantry.time]: String(now),
    };
    await docker.createVolume(request({}, { Name: pauseName(stack, service), Driver: "local", Labels: labels }));
    return;
  }
  // By label, not by name: the record of a stack called `shop-pause` could bear the same one.
  for (const volume of await listOwn(docker, stack, "pause")) {
    if (volume.Labels?.[gantry.service] !== service) continue;
    try {
      await docker.getVolume(volume.Name).remove();
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  }
}

async function listOwn(docker: Docker, stack: string, role: "record" | "pause") {
  const label = [`${gantry.stack}=${stack}`, `${gantry.role}=${role}`];
  return (await docker.listVolumes({ filters: JSON.stringify({ label }) })).Volumes ?? [];
}

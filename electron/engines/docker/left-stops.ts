import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import { hasStatus } from "./errors.ts";
import { readEvents, type DockerEvent } from "./event-stream.ts";
import { gantry } from "./labels.ts";

const LOOK_EVERY = 50;
/** Seconds that the engine gives a container to stop when nothing is said, and that its own work may take beside. */
const USUAL_GRACE = 10;
const EXTRA = 5;

/**
 * Waits for the stops that a process asked for and did not live to see: the engine goes on with them, and until they are
 * over it shows the containers as running. A plan made meanwhile would take them for sound.
 * Source: moby, daemon/stop.go: the end of the request does not end the stop.
 */
export async function awaitLeftStops(docker: Docker, stack: string): Promise<void> {
  const { SystemTime: now } = (await docker.info()) as { SystemTime: string };
  // The engine's own clock: up to its present, the answer ends; its memory of the past is short anyway.
  const filters = { type: ["container"], event: ["kill", "die", "start"], label: [`${gantry.stack}=${stack}`] };
  const options = { since: "1", until: String(Date.parse(now) / 1000), filters: JSON.stringify(filters) };
  const stream = await docker.getEvents(options as unknown as Docker.GetEventsOptions);
  const events: DockerEvent[] = [];
  for await (const some of readEvents(stream as AsyncIterable<Buffer>)) events.push(...some);
  await Promise.all(stillStopping(events).map((id) => awaitEnd(docker, id)));
}

/** Ids of containers that were last heard of by a signal that ends them. Pure. */
export function stillStopping(events: readonly DockerEvent[]): string[] {
  const last = new Map<string, DockerEvent>();
  for (const event of events) if (!isReload(event)) last.set(event.Actor.ID, event);
  return [...last].filter(([, { Action: action }]) => action === "kill").map(([id]) => id);
}

/** SIGUSR2, by which a gateway reads its file anew. */
function isReload({ Action: action, Actor: { Attributes: attributes } }: DockerEvent): boolean {
  return action === "kill" && attributes?.["signal"] === "12";
}

async function awaitEnd(docker: Docker, id: string): Promise<void> {
  let deadline: number | undefined;
  for (;;) {
    try {
      const { State: state, Config } = await docker.getContainer(id).inspect();
      // The types do not know it.
      const config = Config as { StopTimeout?: number };
      if (!state.Running) return;
      // A signal that ended nothing leaves it as it is.
      deadline ??= Date.now() + ((config.StopTimeout ?? USUAL_GRACE) + EXTRA) * 1000;
    } catch (error) {
      if (hasStatus(error, 404)) return;
      throw error;
    }
    if (Date.now() > deadline) return;
    await sleep(LOOK_EVERY);
  }
}

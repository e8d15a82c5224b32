import type Docker from "dockerode";

/** One event as the engine sends it. */
export interface DockerEvent {
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes?: Record<string, string> };
  /** Seconds. */
  time: number;
  timeNano: number;
}

/**
 * Only what changes a picture; extract-to-dir is how a gateway's file is written. Above all not exec_*: every health check makes three of those, and each would wake us.
 */
const filters = {
  type: ["container", "network", "volume", "image"],
  event: (
    "create start restart stop die kill oom destroy rename pause unpause update health_status connect disconnect " +
    "remove prune pull tag untag delete import load extract-to-dir"
  ).split(" "),
};

/** Opens the stream of events from `since` on, in seconds of the engine's clock. It ends when the engine goes. */
export async function openEvents(
  docker: Docker,
  since: number,
  signal: AbortSignal,
): Promise<AsyncIterable<DockerEvent[]>> {
  const options = { since: since.toFixed(9), filters: JSON.stringify(filters), abortSignal: signal };
  const stream = await docker.getEvents(options as unknown as Docker.GetEventsOptions);
  return readEvents(stream as AsyncIterable<Buffer>);
}

/** Lines of JSON, all that came in one chunk together. */
export async function* readEvents(stream: AsyncIterable<Buffer | string>): AsyncIterable<DockerEvent[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    const events = lines.flatMap(parseEvent);
    if (events.length > 0) yield events;
  }
}

function parseEvent(line: string): DockerEvent[] {
  if (line.trim() === "") return [];
  try {
    const event = JSON.parse(line) as Partial<DockerEvent>;
    return event.Actor === undefined || event.Action === undefined || event.Type === undefined
      ? []
      : [event as DockerEvent];
  } catch {
    return [];
  }
}

/**
 * Lets each event through once. A reconnect asks for a little more than it missed, so that nothing falls between, and
 * what came twice is dropped here.
 */
export function createDeduplicator(remembered = 1000): (event: DockerEvent) => boolean {
  const known = new Set<string>();
  return (event) => {
    const key = eventKey(event);
    if (known.has(key)) return false;
    known.add(key);
    for (const oldest of known) {
      if (known.size <= remembered) break;
      known.delete(oldest);
    }
    return true;
  };
}

export function eventKey(event: DockerEvent): string {
  return `${event.timeNano} ${event.Action} ${event.Actor.ID.slice(0, 64)}`;
}

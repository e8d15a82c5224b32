import { constants } from "node:os";
import { exitReason } from "../../../shared/health.ts";
import type { EngineEvent } from "../../../shared/observed.ts";
import { eventKey, type DockerEvent } from "./event-stream.ts";
import { compose, gantry, stackOf } from "./labels.ts";

type Sentence = Pick<EngineEvent, "level" | "title" | "detail">;

/**
 * Makes sentences of the engine's events; undefined for what says nothing new to people. It remembers which containers
 * were asked to stop, because only then is a death no bad news.
 */
export function createEventMapper(): (event: DockerEvent) => EngineEvent | undefined {
  const stopping = new Set<string>();
  return (event) => {
    const attributes = event.Actor.Attributes ?? {};
    const id = event.Actor.ID;
    const sentence = sentenceOf(event, subjectOf(attributes), stopping.has(id));
    if (event.Action === "kill" && asksToStop(attributes["signal"])) stopping.add(id);
    if (event.Action === "die" || event.Action === "start" || event.Action === "destroy") stopping.delete(id);
    if (sentence === undefined) return undefined;
    const stack = stackOf(attributes);
    const service = attributes[compose.service];
    return {
      id: eventKey(event),
      at: Math.round(event.timeNano / 1e6),
      ...sentence,
      ...(stack === undefined ? {} : { stack }),
      ...(service === undefined ? {} : { service }),
      ...(event.Type === "container" ? { replica: id } : {}),
      source: "engine",
    };
  };
}

/** `web-1` for a replica, else the container's name. */
function subjectOf(attributes: Record<string, string>): string {
  if (attributes[gantry.role] === "gateway") return "gateway";
  const { [compose.service]: service, [compose.number]: number } = attributes;
  if (service !== undefined && number !== undefined) return `${service}-${number}`;
  return attributes["name"] ?? "a container";
}

function sentenceOf(event: DockerEvent, subject: string, stopping: boolean): Sentence | undefined {
  const attributes = event.Actor.Attributes ?? {};
  switch (event.Type) {
    case "container":
      return containerSentence(event.Action, subject, attributes, stopping);
    case "network":
      if (event.Action === "create") return { level: "info", title: `network ${attributes["name"]} created` };
      if (event.Action === "destroy") return { level: "info", title: `network ${attributes["name"]} removed` };
      return undefined;
    case "volume":
      // Records, locks and pauses are Gantry's own housekeeping.
      if (/^gantry-.+-(r\d+|lock|pause-.+)$/.test(event.Actor.ID)) return undefined;
      if (event.Action === "create") return { level: "info", title: `volume ${event.Actor.ID} created` };
      if (event.Action === "destroy") return { level: "warning", title: `volume ${event.Actor.ID} removed` };
      return undefined;
    case "image":
      if (event.Action === "pull") return { level: "good", title: `image ${event.Actor.ID} pulled` };
      if (event.Action === "delete") return { level: "info", title: `image ${event.Actor.ID.slice(0, 19)} removed` };
      return undefined;
    default:
      return undefined;
  }
}

function containerSentence(
  action: string,
  subject: string,
  attributes: Record<string, string>,
  stopping: boolean,
): Sentence | undefined {
  switch (action) {
    case "create":
      return { level: "info", title: `${subject} created`, ...detail(attributes["image"]) };
    case "start":
      return { level: "good", title: `${subject} started` };
    case "die":
      return deathSentence(subject, Number(attributes["exitCode"] ?? 0), stopping);
    case "oom":
      return { level: "bad", title: `${subject} ran out of memory`, detail: "the kernel ends a process of it" };
    case "kill":
      return { level: "info", title: `${subject} got ${signalName(attributes["signal"])}` };
    case "destroy":
      return { level: "info", title: `${subject} removed` };
    case "pause":
      return { level: "warning", title: `${subject} paused` };
    case "unpause":
      return { level: "info", title: `${subject} goes on` };
    case "rename":
      return { level: "info", title: `${subject} renamed`, ...detail(attributes["oldName"]?.replace(/^\//, "was ")) };
    case "update":
      return { level: "info", title: `limits of ${subject} changed` };
    case "health_status: healthy":
      return { level: "good", title: `${subject} is healthy` };
    case "health_status: unhealthy":
      return { level: "bad", title: `${subject} is unhealthy` };
    default:
      return undefined;
  }
}

function deathSentence(subject: string, exitCode: number, stopping: boolean): Sentence {
  const reason = exitReason({ exitCode, oomKilled: false });
  if (stopping) return { level: "info", title: `${subject} stopped`, detail: reason };
  return {
    level: exitCode === 0 ? "info" : "bad",
    title: exitCode === 0 ? `${subject} ended` : `${subject} died`,
    detail: reason,
  };
}

function detail(text: string | undefined): { detail?: string } {
  return text === undefined ? {} : { detail: text };
}

/** Anything but a SIGKILL is a request that a process may answer in its own time; signals that mean no end are rare here. */
function asksToStop(signal: string | undefined): boolean {
  return ["SIGTERM", "SIGINT", "SIGQUIT"].includes(signalName(signal));
}

/** The engine writes `9` or `SIGKILL`. */
function signalName(signal: string | undefined): string {
  const number = Number(signal);
  const named = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return named ?? (signal?.startsWith("SIG") === true ? signal : `signal ${signal ?? "?"}`);
}

/** What of the picture an event makes old. */
export function touchedBy(events: readonly DockerEvent[]): {
  replicas: string[];
  gone: string[];
  networks: boolean;
  volumes: boolean;
  images: boolean;
} {
  const containers = events.filter((event) => event.Type === "container");
  const ofNetworks = events.filter((event) => event.Type === "network");
  return {
    replicas: [
      ...containers.map((event) => event.Actor.ID),
      ...ofNetworks.flatMap((event) => event.Actor.Attributes?.["container"] ?? []),
    ],
    gone: containers.filter((event) => event.Action === "destroy").map((event) => event.Actor.ID),
    networks: ofNetworks.some((event) => event.Action !== "connect" && event.Action !== "disconnect"),
    volumes: events.some((event) => event.Type === "volume"),
    images: events.some((event) => event.Type === "image"),
  };
}

import type { EngineEvent } from "../../shared/observed.ts";
import type { ReplicaStatus, ServiceStatus } from "../../shared/health.ts";
import type { Tone } from "./Pill.tsx";

/** Colour of a service's state; the word stands beside it everywhere. */
export const serviceTone: Record<ServiceStatus, Tone> = {
  running: "ok",
  starting: "busy",
  degraded: "warn",
  failed: "bad",
  stopped: "off",
  completed: "ok",
};

export const replicaTone: Record<ReplicaStatus, Tone> = {
  ready: "ok",
  completed: "ok",
  starting: "busy",
  warning: "warn",
  failing: "bad",
  stopped: "off",
};

export const eventTone: Record<EngineEvent["level"], Tone> = {
  info: "off",
  good: "ok",
  busy: "busy",
  warning: "warn",
  bad: "bad",
};

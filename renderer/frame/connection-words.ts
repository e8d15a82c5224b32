import type { Connection } from "../../shared/observed.ts";
import { formatAge, formatClock } from "../ui/format.ts";
import type { Tone } from "../ui/Pill.tsx";

/** How old what is shown is, for the status bar. */
export function dataAge({ state, asOf }: Connection, now: number): string {
  if (state === "live") return "live";
  if (state === "connecting") return "connecting";
  if (asOf === 0) return "not connected";
  const age = formatAge(asOf, now);
  return age === "now" ? "stale, just now" : `stale, ${age} old`;
}

/** Since when the shown data may be untrue. */
export function staleSince({ asOf }: Connection): string {
  return asOf === 0 ? "Not connected" : `Stale since ${formatClock(asOf)}`;
}

export const connectionTone: Record<Connection["state"], Tone> = {
  live: "ok",
  connecting: "busy",
  stale: "warn",
  unreachable: "bad",
};

export const connectionWord: Record<Connection["state"], string> = {
  live: "connected",
  connecting: "connecting",
  stale: "does not answer",
  unreachable: "cannot be reached",
};

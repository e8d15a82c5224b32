import { useCallback } from "react";
import { useClockText } from "../state/clock.ts";
import { coarse, formatAge } from "./format.ts";

/** How long ago something was, kept current. */
export function Age({ since, suffix = "" }: { since: number; suffix?: string }) {
  const text = useClockText(useCallback((now: number) => formatAge(since, coarse(since, now)), [since]));
  return (
    <time dateTime={new Date(since).toISOString()} title={new Date(since).toLocaleString()}>
      {text === "now" ? text : `${text}${suffix}`}
    </time>
  );
}

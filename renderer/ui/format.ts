import { formatSpan } from "../../shared/units.ts";

/** Nothing known: never a zero. */
export const UNKNOWN = "–";

/** Cores as percent of one core, the way `docker stats` counts: `4 %`, `<1 %`, `210 %`. */
export function formatPercent(cores: number | undefined): string {
  if (cores === undefined) return UNKNOWN;
  const percent = cores * 100;
  if (percent > 0 && percent < 0.5) return "<1 %";
  return `${Math.round(percent)} %`;
}

/** Requests a second: `0/s`, `0.4/s`, `120/s`. */
export function formatRate(perSecond: number | undefined): string {
  if (perSecond === undefined) return UNKNOWN;
  return `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}

/** How long ago: `now`, `12 s`, `4 min`. */
export function formatAge(since: number, now: number): string {
  const span = now - since;
  return span < 1000 ? "now" : formatSpan(span);
}

/** `now` in steps of ten seconds after `since`: ages that all count single seconds make the window paint without end. */
export function coarse(since: number, now: number): number {
  const span = now - since;
  return span < 10_000 ? Math.max(since, now - (span % 5000)) : now - (span % 10_000);
}

/** A time of day with seconds, in the user's own zone and always 24 hours. */
export function formatClock(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** 1st, 2nd, 3rd, 4th. */
export function ordinal(number: number): string {
  const last = number % 100;
  if (last >= 11 && last <= 13) return `${number}th`;
  return `${number}${["th", "st", "nd", "rd"][number % 10] ?? "th"}`;
}

/** The last part of a path of either kind. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}

/** The folder a file lies in. */
export function folderName(path: string): string {
  return path.slice(0, path.length - baseName(path).length).replace(/[\\/]$/, "");
}

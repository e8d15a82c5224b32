/** Compose durations: `1h30m`, `90s`, `500ms`. Source: Compose Specification, "Specifying durations". */

const units: Array<[string, number]> = [
  ["ns", 1],
  ["us", 1e3],
  ["µs", 1e3],
  ["μs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["m", 6e10],
  ["h", 3.6e12],
];

const whole = /^[-+]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*$/;

/** Nanoseconds, or undefined when the text is no duration. A bare `0` needs no unit. */
export function parseDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const part of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const unit = units.find(([name]) => name === part[2])?.[1] ?? 0;
    total += Number(part[1]) * unit;
  }
  return text.startsWith("-") ? -total : total;
}

/** The form `docker compose config` prints: `1m30s`, `500ms`, `0s`. */
export function printDuration(nanoseconds: number): string {
  const sign = nanoseconds < 0 ? "-" : "";
  const rest = Math.abs(nanoseconds);
  if (rest === 0) return "0s";
  if (rest < 1e3) return `${sign}${rest}ns`;
  if (rest < 1e6) return `${sign}${trim(rest / 1e3)}µs`;
  if (rest < 1e9) return `${sign}${trim(rest / 1e6)}ms`;
  const hours = Math.floor(rest / 3.6e12);
  const minutes = Math.floor((rest % 3.6e12) / 6e10);
  const seconds = `${trim((rest % 6e10) / 1e9)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function trim(value: number): string {
  return String(Number(value.toFixed(9)));
}

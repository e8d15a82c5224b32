const byteUnits: Record<string, number> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

/**
 * Bytes of a Compose byte value: `512m`, `1.5gb`, `64MiB`, a bare number of bytes. Units are powers of 1024.
 * Undefined when it is none. Source: Compose Specification, "Specifying byte values".
 */
export function parseBytes(text: string | number): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? text : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([bkmgtp])?i?b?\s*$/i.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (byteUnits[(match[2] ?? "b").toLowerCase()] ?? 1));
}

/** Bytes for people, in powers of 1024, at most three digits: `188 MB`, `1.9 GB`. */
export function formatBytes(bytes: number): string {
  const names = ["B", "KB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < names.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 9.95 && unit > 0 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${names[unit]}`;
}

const durationUnits: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds of a Compose duration such as `1m30s`, `500ms`, `1.5h`. Undefined when it is none.
 * Source: Compose Specification, "Specifying durations".
 */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text.trim()) {
    return text.trim() === "0" ? 0 : undefined;
  }
  return parts.reduce((sum, part) => sum + Number(part[1]) * (durationUnits[part[2] ?? "s"] ?? 0), 0);
}

/** A span of time for people: `40 ms`, `12 s`, `4 min`, `2 h`, `3 d`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 36 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

/** Cores for people: `0.05`, `1.5`, `12`. */
export function formatCores(cores: number): string {
  return cores >= 10 ? cores.toFixed(0) : cores >= 1 ? cores.toFixed(1) : cores.toFixed(2);
}

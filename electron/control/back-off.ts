/**
 * The back-off of a kubelet: the first restart is at once, then 10 s, 20 s, 40 s … at most 5 minutes; forgotten after
 * ten minutes without trouble. Source: Kubernetes documentation, "Pod Lifecycle: Container restarts".
 * Times are milliseconds.
 */
export const FIRST_DELAY = 10_000;
export const LONGEST_DELAY = 300_000;
export const WELL_AFTER = 600_000;

export interface BackOff {
  /** Restarts in the current run of trouble. */
  attempts: number;
  /** When the last restart was made. */
  lastAt: number;
}

/** Milliseconds to wait after the last restart before the next one. */
export function delayOf(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
}

/** The earliest time of the next restart. */
export function nextAt(backOff: BackOff | undefined): number {
  return backOff === undefined ? 0 : backOff.lastAt + delayOf(backOff.attempts);
}

/** The state after one more restart at `now`. */
export function afterRestart(backOff: BackOff | undefined, now: number): BackOff {
  const well = backOff === undefined || now - backOff.lastAt - delayOf(backOff.attempts) >= WELL_AFTER;
  return { attempts: well ? 1 : backOff.attempts + 1, lastAt: now };
}

/** Seconds after a start in which a processor value from before the replica was ready is set aside. */
const INITIALIZATION = 300;
/** Seconds within which a replica that is not ready has never been ready. */
const INITIAL_DELAY = 30;

export interface Readiness {
  ready: boolean;
  /** When it last became ready or stopped being so. Milliseconds, like the others. */
  since: number;
  startedAt: number;
}

/**
 * Whether a replica's processor use says nothing about the load yet, because it is still starting: not ready, or
 * measured over a time that began before it was. Source: Kubernetes documentation, "Algorithm details", with the
 * defaults of `cpu-initialization-period` and `initial-readiness-delay`.
 *
 * @param measuredFrom when the time began that the value is of
 */
export function isNotYetReady(one: Readiness, measuredFrom: number, now: number): boolean {
  if (now < one.startedAt + INITIALIZATION * 1000) return !one.ready || measuredFrom < one.since;
  return !one.ready && one.since < one.startedAt + INITIAL_DELAY * 1000;
}

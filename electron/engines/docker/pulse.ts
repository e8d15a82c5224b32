import type Docker from "dockerode";
import { heartbeat, type HeartbeatTimes } from "./heartbeat.ts";

export interface Pulse {
  /** The work's outcome, or the silence of the engine it waits for. */
  guard<T>(docker: Docker, work: Promise<T>): Promise<T>;
}

/** More patience than the picture's: a busy engine may be slow, and what fails here is the user's work. */
const usualTimes: HeartbeatTimes = { heartbeat: 5000, patience: 10_000 };

/**
 * An engine that hangs keeps its socket open and answers nothing, for ever. While calls wait for an answer it is asked
 * now and then whether it is there; when it is not, they fail. One heartbeat serves all of them, none beats while nobody
 * waits.
 */
export function createPulse(times: HeartbeatTimes = usualTimes): Pulse {
  let waiting = 0;
  let end = new AbortController();
  let silence: Promise<never> | undefined;
  return {
    async guard(docker, work) {
      waiting += 1;
      if (silence === undefined) {
        end = new AbortController();
        silence = heartbeat(docker, end.signal, times, () => undefined);
        // It also ends when nobody waits any more.
        silence.catch(() => undefined);
      }
      try {
        return await Promise.race([work, silence]);
      } finally {
        waiting -= 1;
        if (waiting === 0) {
          end.abort();
          silence = undefined;
        }
      }
    },
  };
}

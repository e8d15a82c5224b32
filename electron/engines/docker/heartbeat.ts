import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds. */
export interface HeartbeatTimes {
  heartbeat: number;
  /** How long an engine may take to answer. */
  patience: number;
}

/** Asks the engine now and then whether it is there: a dead connection may stay silent for ever. Rejects when it is not. */
export async function heartbeat(
  docker: Docker,
  signal: AbortSignal,
  times: HeartbeatTimes,
  answered: () => void,
): Promise<never> {
  for (;;) {
    await sleep(times.heartbeat, undefined, { signal });
    const patience = AbortSignal.timeout(times.patience);
    try {
      await ping(docker, AbortSignal.any([signal, patience]));
    } catch (error) {
      throw patience.aborted ? new Error("it did not answer in time", { cause: error }) : error;
    }
    answered();
  }
}

/** The types know the form with a callback only. */
async function ping(docker: Docker, signal: AbortSignal): Promise<void> {
  type Pinged = { ping(options: { abortSignal: AbortSignal }): Promise<unknown> };
  await (docker as unknown as Pinged).ping({ abortSignal: signal });
}

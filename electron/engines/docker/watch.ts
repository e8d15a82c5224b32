import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import type { WatchListener } from "../engine.ts";
import { dockerError } from "./errors.ts";
import { createDeduplicator, openEvents, type DockerEvent } from "./event-stream.ts";
import { createEventMapper, touchedBy } from "./events.ts";
import { heartbeat } from "./heartbeat.ts";
import type { Picture } from "./picture.ts";

/** Milliseconds, unless said otherwise. */
export interface WatchTimes {
  heartbeat: number;
  /** A whole list now and then, should an event have been lost. */
  relist: number;
  firstRetry: number;
  longestRetry: number;
  /** How long an engine may take to answer a heartbeat or a connect. */
  patience: number;
  /** How far back events are shown at the first connect. The engine itself keeps the last 256. */
  history: number;
}

export const usualTimes: WatchTimes = {
  heartbeat: 5000,
  relist: 30_000,
  firstRetry: 250,
  longestRetry: 5000,
  patience: 4000,
  history: 15 * 60_000,
};

/** Seconds by which a reconnect asks for more than it missed. */
const OVERLAP = 2;

interface WatchOptions {
  connect: () => Promise<Docker>;
  picture: Picture;
  listener: WatchListener;
  clock: () => number;
  times?: WatchTimes;
}

/** Keeps a live picture of the engine until the returned function is called. Survives the engine's restarts. */
export function watchDocker({ connect, picture, listener, clock, times = usualTimes }: WatchOptions): () => void {
  const stop = new AbortController();
  const isNew = createDeduplicator();
  const toSentence = createEventMapper();
  /** When the picture was last known to be true; 0 for never. */
  let trueAt = 0;
  /** Seconds of the engine's clock. */
  let newest = 0;
  let said = "";

  const say = (connection: Parameters<WatchListener["connection"]>[0]): void => {
    const text = `${connection.state} ${connection.message}`;
    if (stop.signal.aborted || text === said) return;
    said = text;
    listener.connection(connection);
  };

  /** One connection from its first call to its loss; always rejects. */
  const session = async (connected: () => void): Promise<never> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([stop.signal, lost.signal]);
    try {
      const docker = await connect();
      const patience = setTimeout(() => lost.abort(new Error("it did not answer in time")), times.patience * 2);
      // Events first, then the list: what happens in between is in both, never in none.
      const startedAt = clock() / 1000;
      const stream = await openEvents(
        docker,
        newest === 0 ? startedAt - times.history / 1000 : newest - OVERLAP,
        signal,
      );
      const refresh = createRefresher(docker, picture, signal, (observed) => {
        trueAt = clock();
        if (!signal.aborted) listener.observed(observed);
      });
      const reading = (async () => {
        for await (const events of stream) {
          const fresh = events.filter(isNew);
          for (const event of fresh) {
            newest = Math.max(newest, event.timeNano / 1e9);
            const sentence = toSentence(event);
            if (sentence !== undefined && !signal.aborted) listener.event(sentence);
          }
          // What is older than this connection is in the list already.
          refresh.touch(fresh.filter((event) => event.time >= startedAt - OVERLAP));
        }
        throw new Error("the connection ended");
      })();
      reading.catch(() => undefined);
      await Promise.race([refresh.all(false), reading]);
      clearTimeout(patience);
      connected();
      say({ state: "live", asOf: trueAt });
      return await Promise.race([
        reading,
        refresh.failure,
        heartbeat(docker, signal, times, () => (trueAt = clock())),
        everyTick(signal, times.relist, () => refresh.all(true)),
      ]);
    } catch (error) {
      throw lost.signal.aborted ? lost.signal.reason : error;
    } finally {
      lost.abort();
    }
  };

  const keepGoing = async (): Promise<void> => {
    let delay = times.firstRetry;
    say({ state: "connecting", asOf: 0 });
    while (!stop.signal.aborted) {
      try {
        await session(() => (delay = times.firstRetry));
      } catch (thrown) {
        if (stop.signal.aborted) return;
        const error = dockerError(thrown, "watching the engine");
        const hint = error.hint === undefined ? {} : { hint: error.hint };
        say({ state: trueAt === 0 ? "unreachable" : "stale", asOf: trueAt, message: error.message, ...hint });
      }
      await sleep(delay, undefined, { signal: stop.signal }).catch(() => undefined);
      delay = Math.min(times.longestRetry, delay * 2);
    }
  };

  void keepGoing();
  return () => stop.abort();
}

interface Refresher {
  /** Brings up to date what the events say is old, soon; events that come together cost one look. */
  touch(events: readonly DockerEvent[]): void;
  all(trusted: boolean): Promise<void>;
  /** Rejects when a look failed. */
  failure: Promise<never>;
}

function createRefresher(
  docker: Docker,
  picture: Picture,
  signal: AbortSignal,
  publish: (observed: Awaited<ReturnType<Picture["all"]>>) => void,
): Refresher {
  let pending: DockerEvent[] = [];
  let busy: Promise<void> | undefined;
  let fail: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => (fail = reject));
  failure.catch(() => undefined);

  const drain = async (): Promise<void> => {
    while (pending.length > 0 && !signal.aborted) {
      const { replicas, gone, ...rest } = touchedBy(pending);
      pending = [];
      publish(await picture.part(docker, { replicas: new Set(replicas), gone: new Set(gone), ...rest }, signal));
    }
  };
  /** One look at a time: a slow old answer must not overwrite a newer one. */
  const queue = (work: () => Promise<void>): Promise<void> => {
    const next = (busy ?? Promise.resolve()).then(work);
    busy = next.catch(() => undefined);
    return next;
  };
  return {
    failure,
    touch(events) {
      if (events.length === 0) return;
      const idle = pending.length === 0;
      pending.push(...events);
      if (idle) queue(drain).catch(fail);
    },
    all: (trusted) => queue(async () => publish(await picture.all(docker, trusted, signal))),
  };
}

async function everyTick(signal: AbortSignal, period: number, work: () => Promise<void>): Promise<never> {
  for (;;) {
    await sleep(period, undefined, { signal });
    await work();
  }
}

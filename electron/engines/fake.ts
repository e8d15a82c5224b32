import { GantryError } from "../../shared/errors.ts";
import { replicaLabel } from "./docker/plan-context.ts";
import type { Connection, EngineEvent, Gpu, Replica } from "../../shared/observed.ts";
import { normalImage } from "./docker/image-name.ts";
import { isDead } from "./docker/lock.ts";
import { outdatedReplicas } from "./docker/outdated.ts";
import { planDocker } from "./docker/plan.ts";
import type { Engine, WatchListener } from "./engine.ts";
import { createFakeLife } from "./fake-life.ts";
import { createFakeLoad } from "./fake-load.ts";
import { runFake, undoFake } from "./fake-run.ts";
import { createFakeVolumes } from "./fake-volumes.ts";
import { containerOf, emptyState, moveFakeImage, pictureOf, setFakePause, type SayEvent } from "./fake-state.ts";

export interface FakeEngineOptions {
  id?: string;
  /** Images that are there from the start. */
  images?: readonly string[];
  /** GPUs of its machine. */
  gpus?: Gpu[];
  /** Whether a registry has the image; every one does, but those at a host under `.invalid`. */
  pullable?: (image: string) => boolean;
  clock?: () => number;
  /** Milliseconds each operation takes. */
  latency?: number;
  /** Milliseconds from a start until the health check passes. */
  healthyAfter?: number;
  /** Milliseconds until a command that ends has ended. */
  endsAfter?: number;
  env?: Readonly<Record<string, string | undefined>>;
}

/** An engine in memory that behaves like Docker: same plans, same events, same failures. For tests and screenshots. */
export interface FakeEngine extends Engine {
  /** What others do to the engine, past Gantry. */
  outside: {
    kill(id: string): void;
    stop(id: string): void;
    remove(id: string): void;
    /** Makes its health check fail. */
    sicken(id: string): void;
    update(id: string, change: Partial<Replica>): void;
    /** What a replica uses from now on: cores and bytes. */
    use(id: string, use: { cpu: number; memory: number }): void;
    /** What has come to a replica through the gateway so far; undefined: there is no gateway. */
    requests(id: string, total: number | undefined): void;
    /** Lets the name stand for another image; what runs the old one is listed under its id, as Docker does. */
    moveImage(name: string): void;
    /** Puts a container there that is not ours. */
    add(replica: Replica): void;
    disconnect(): void;
    reconnect(): void;
  };
}

export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  const { clock = Date.now, latency = 0, healthyAfter = 20, endsAfter = 5, env = {} } = options;
  const pullable = options.pullable ?? ((image: string) => !image.includes(".invalid"));
  const state = emptyState((options.images ?? []).map(normalImage));
  const listeners = new Set<WatchListener>();
  let connected = true;
  let trueAt = clock();
  let scheduled = false;
  let events = 0;

  const changed = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (!connected) return;
      trueAt = clock();
      const picture = pictureOf(state, trueAt);
      for (const listener of listeners) listener.observed(picture);
    });
  };
  const say: SayEvent = (level, title, replica, detail) => {
    if (!connected) return;
    events += 1;
    const event: EngineEvent = {
      id: `fake-${events}`,
      at: clock(),
      level,
      title: replica === undefined ? title : `${replicaLabel(replica)} ${title}`,
      ...(detail === undefined ? {} : { detail }),
      ...(replica?.stack === undefined ? {} : { stack: replica.stack }),
      ...(replica?.service === undefined ? {} : { service: replica.service }),
      ...(replica === undefined ? {} : { replica: replica.id }),
      source: "engine",
    };
    for (const listener of listeners) listener.event(event);
  };
  const life = createFakeLife(state, { healthyAfter, endsAfter }, clock, say, changed);
  const load = createFakeLoad(state, clock);
  const fake = { state, life, clock, say, changed, pullable, latency };
  const connection = (): Connection =>
    connected
      ? { state: "live", asOf: trueAt }
      : { state: "stale", asOf: trueAt, message: "The engine does not answer.", hint: "Start it again." };
  const refuseOffline = (): void => {
    if (!connected) throw new GantryError("unreachable", "The engine does not answer.", { hint: "Start it again." });
  };
  const setConnected = (value: boolean): void => {
    connected = value;
    for (const listener of listeners) listener.connection(connection());
    if (value) changed();
  };

  return {
    id: options.id ?? "fake:memory",
    volumes: createFakeVolumes(state, clock, refuseOffline),
    async info() {
      refuseOffline();
      const { gpus } = options;
      const machine = { cpus: 8, memory: 16 * 2 ** 30, ...(gpus === undefined ? {} : { gpus }) };
      return { name: "memory", version: "0", apiVersion: "0", platform: "in memory", ...machine };
    },
    async observe() {
      refuseOffline();
      return pictureOf(state, clock());
    },
    watch(listener) {
      listeners.add(listener);
      setImmediate(() => {
        if (!listeners.has(listener)) return;
        if (connected) listener.observed(pictureOf(state, clock()));
        listener.connection(connection());
      });
      return () => void listeners.delete(listener);
    },
    plan: (desired, observed, planOptions) => planDocker(desired, observed, planOptions, { env, now: clock() }),
    outdated: (desired, observed) => outdatedReplicas(desired, observed, env),
    async run(operation, report, signal) {
      refuseOffline();
      await runFake(fake, operation, report, signal);
    },
    async undo(operation) {
      refuseOffline();
      undoFake(fake, operation);
    },
    async revisions(stack) {
      refuseOffline();
      return (state.records.get(stack) ?? []).toSorted((a, b) => b.revision - a.revision);
    },
    async pause(stack, service, on) {
      refuseOffline();
      setFakePause(state, stack, service, on);
      changed();
    },
    async lock(stack, owner) {
      refuseOffline();
      const holder = state.locks.get(stack);
      if (holder !== undefined && holder.owner !== owner && !isDead(holder.owner)) {
        throw new GantryError("locked", `Stack ${stack} is being changed by another Gantry: ${holder.owner}.`);
      }
      state.locks.set(stack, { stack, owner, since: clock() });
      changed();
      return async () => {
        state.locks.delete(stack);
        changed();
      };
    },
    async logs(replica, { tail }, push) {
      refuseOffline();
      const { log } = containerOf(state, replica);
      for (const text of log.slice(-tail)) push({ replica, at: clock(), stream: "stdout", text });
    },
    async usage(replicas) {
      refuseOffline();
      return load.usage(replicas);
    },
    async traffic(stack) {
      refuseOffline();
      return load.traffic(stack);
    },
    async power(replica, wish) {
      refuseOffline();
      if (state.foreign.has(replica)) throw new GantryError("foreign", "It does not belong to Gantry.");
      if (wish === "start") life.start(replica);
      else life.end(replica, 143);
    },
    async close() {
      listeners.clear();
      life.close();
    },
    outside: {
      kill: (id) => life.end(id, 137),
      stop: (id) => life.end(id, 143),
      remove: (id) => life.remove(id),
      sicken: (id) => life.update(id, { health: "unhealthy", healthOutput: "made to fail" }),
      update: (id, change) => life.update(id, change),
      use: (id, use) => load.use(id, use),
      requests: (id, total) => load.requests(id, total),
      moveImage(name) {
        moveFakeImage(state, normalImage(name));
        changed();
      },
      add: (replica) => {
        state.foreign.set(replica.id, replica);
        changed();
      },
      disconnect: () => setConnected(false),
      reconnect: () => setConnected(true),
    },
  };
}

import { createHash } from "node:crypto";
import { GantryError } from "../../shared/errors.ts";
import type {
  AppliedStack,
  EngineEvent,
  ObservedLock,
  ObservedNetwork,
  ObservedVolume,
  Replica,
} from "../../shared/observed.ts";
import type { CreateCall } from "./docker/call.ts";
import type { Desired, Observed } from "./engine.ts";

export interface FakeContainer {
  replica: Replica;
  call: CreateCall;
  log: string[];
}

/** Everything the fake engine holds. Mutable, unlike the pictures that are taken of it. */
export interface FakeState {
  containers: Map<string, FakeContainer>;
  foreign: Map<string, Replica>;
  networks: Map<string, ObservedNetwork>;
  volumes: Map<string, ObservedVolume>;
  /** What is in a volume, as the archive that was put there. */
  contents: Map<string, Buffer>;
  /** Ids by name; an id without a name stands for itself. */
  images: Map<string, string>;
  records: Map<string, AppliedStack<Desired>[]>;
  locks: Map<string, ObservedLock>;
  /** Services whose update is held, by stack. */
  paused: Map<string, Set<string>>;
  /** Replicas in the balancers of gateways, by stack and service: the first 12 characters of their ids. */
  balanced: Map<string, Map<string, Set<string>>>;
  /** Counts up for ids, so that two runs of a test see the same ones. */
  count: number;
}

export function emptyState(images: Iterable<string>): FakeState {
  return {
    containers: new Map(),
    foreign: new Map(),
    networks: new Map(),
    volumes: new Map(),
    contents: new Map(),
    images: new Map([...images].map((name) => [name, fakeImageId(name)])),
    records: new Map(),
    locks: new Map(),
    paused: new Map(),
    balanced: new Map(),
    count: 0,
  };
}

/** A picture of the state, as an engine's observe takes it. */
export function pictureOf(state: FakeState, at: number): Observed {
  const newest = [...state.records].flatMap(([stack, records]) => {
    const last = records.at(-1);
    return last === undefined ? [] : [[stack, last] as const];
  });
  const ours = [...state.containers].map(([id, { replica }]) => [id, replica] as const);
  return {
    at,
    replicas: Object.fromEntries([...state.foreign, ...ours]),
    networks: Object.fromEntries(state.networks),
    volumes: Object.fromEntries(state.volumes),
    images: new Set([...state.images].flat()),
    imageIds: Object.fromEntries(
      [...state.images].flatMap(([name, id]) => [
        [name, id],
        [id, id],
      ]),
    ),
    applied: Object.fromEntries(newest),
    revisions: Object.fromEntries(
      [...state.records].map(([stack, records]) => [stack, records.map((one) => one.revision)]),
    ),
    locks: Object.fromEntries(state.locks),
    paused: Object.fromEntries([...state.paused].map(([stack, services]) => [stack, [...services].sort()])),
    balanced: Object.fromEntries(
      [...state.balanced].map(([stack, services]) => [
        stack,
        Object.fromEntries([...services].map(([service, ids]) => [service, [...ids]])),
      ]),
    ),
  };
}

/** The id of an image; `version` tells two apart that had the same name one after the other. */
export function fakeImageId(name: string, version = 1): string {
  return `sha256:${createHash("sha256").update(`${name} ${version}`).digest("hex")}`;
}

export function moveFakeImage(state: FakeState, name: string): void {
  const old = state.images.get(name);
  state.count += 1;
  state.images.set(name, fakeImageId(name, state.count));
  if (old === undefined) return;
  state.images.set(old, old);
  for (const container of state.containers.values()) {
    if (container.replica.image === name) container.replica = { ...container.replica, image: old };
  }
}

export function setFakePause(state: FakeState, stack: string, service: string, on: boolean): void {
  const services = new Set(state.paused.get(stack));
  if (on) services.add(service);
  else services.delete(service);
  if (services.size === 0) state.paused.delete(stack);
  else state.paused.set(stack, services);
}

/** By id, or by name as plans say it for what they make. */
export function containerOf(state: FakeState, idOrName: string): FakeContainer {
  const found =
    state.containers.get(idOrName) ?? [...state.containers.values()].find((one) => one.replica.name === idOrName);
  if (found === undefined) throw new GantryError("not-found", `No such container: ${idOrName}`);
  return found;
}

export type SayEvent = (level: EngineEvent["level"], title: string, replica?: Replica, detail?: string) => void;

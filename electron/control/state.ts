import type { StatePatch } from "../../shared/contract.ts";
import type { EngineEvent } from "../../shared/observed.ts";

/** Every slice of the window's state, complete. */
export type FullState = { [Slice in keyof StatePatch]-?: Exclude<StatePatch[Slice], undefined> };

/** The window paints at most about 30 times a second; sooner would only queue up behind it. */
const FRAME = 33;
const EVENTS_KEPT = 500;

export interface StateStore {
  get(): FullState;
  /** Replaces slices. Of `replicas` and `events` only the difference is sent on. */
  set(patch: StatePatch): void;
  subscribe(push: (patch: StatePatch) => void): () => void;
}

/** Holds the window's state and sends what changed, at once when quiet and coalesced under load. */
export function createStateStore(initial: FullState): StateStore {
  let state = initial;
  const listeners = new Set<(patch: StatePatch) => void>();
  let pending: StatePatch = {};
  let timer: NodeJS.Timeout | undefined;
  let lastSent = 0;

  const flush = () => {
    timer = undefined;
    const patch = pending;
    if (Object.keys(patch).length === 0) return;
    pending = {};
    lastSent = performance.now();
    for (const push of listeners) push(patch);
  };

  return {
    get: () => state,
    set(patch) {
      const { replicas, events, ...slices } = patch;
      // A slice that is there is never undefined: callers are held to it by exactOptionalPropertyTypes.
      state = { ...state, ...(slices as Partial<FullState>) };
      pending = { ...pending, ...slices };
      if (replicas !== undefined) {
        const changed = changedEntries(state.replicas, replicas);
        state = { ...state, replicas };
        if (Object.keys(changed).length > 0) pending.replicas = { ...pending.replicas, ...changed };
      }
      if (events !== undefined && events.length > 0) {
        state = { ...state, events: [...state.events, ...events].slice(-EVENTS_KEPT) };
        pending.events = [...(pending.events ?? []), ...events];
      }
      if (listeners.size === 0) {
        pending = {};
        return;
      }
      timer ??= setTimeout(flush, Math.max(0, FRAME - (performance.now() - lastSent)));
    },
    subscribe(push) {
      listeners.add(push);
      push(state);
      return () => listeners.delete(push);
    },
  };
}

/** Entries that are new or another object than before, and null for those that went. */
export function changedEntries<T>(
  before: Readonly<Record<string, T | null>>,
  after: Readonly<Record<string, T | null>>,
): Record<string, T | null> {
  const changed: Record<string, T | null> = {};
  for (const [id, value] of Object.entries(after)) if (before[id] !== value) changed[id] = value;
  for (const id of Object.keys(before)) if (!(id in after)) changed[id] = null;
  return changed;
}

/** An event of Gantry's own doing. */
export function gantryEvent(event: Omit<EngineEvent, "id" | "at" | "source">, at: number): EngineEvent {
  return { ...event, id: `gantry-${at}-${Math.random().toString(36).slice(2, 8)}`, at, source: "gantry" };
}

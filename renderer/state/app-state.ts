import type { AppliedView, Healing, Scaling, StackView, StatePatch, Target, Task } from "../../shared/contract.ts";
import type { WireError } from "../../shared/errors.ts";
import type { Connection, EngineEvent, EngineInfo, Replica } from "../../shared/observed.ts";
import type { PlanView } from "../../shared/plan.ts";
import { groupByService, type ReplicasByService } from "./group-replicas.ts";
import { reuse } from "./reuse.ts";

/** What the control plane told the window, normalised. */
export interface AppState {
  /** False until the first value of the state stream. */
  loaded: boolean;
  targets: readonly Target[];
  target: Target | null;
  connection: Connection;
  info: EngineInfo | null;
  stack: StackView | null;
  applied: AppliedView | null;
  plan: PlanView | null;
  /** Everything on the engine, by id. */
  replicas: Readonly<Record<string, Replica>>;
  /** Replicas of the open stack; a service's array changes only when one of its replicas did. */
  byService: ReplicasByService;
  /** Oldest first. */
  events: readonly EngineEvent[];
  tasks: readonly Task[];
  healing: readonly Healing[];
  scaling: readonly Scaling[];
  recent: readonly string[];
  notice: WireError | null;
}

const EVENTS_KEPT = 500;

export const initialState: AppState = {
  loaded: false,
  targets: [],
  target: null,
  connection: { state: "connecting", asOf: 0 },
  info: null,
  stack: null,
  applied: null,
  plan: null,
  replicas: {},
  byService: {},
  events: [],
  tasks: [],
  healing: [],
  scaling: [],
  recent: [],
  notice: null,
};

/** The state after one update. What did not change keeps its identity. */
export function applyPatch(state: AppState, patch: StatePatch): AppState {
  const { replicas: changes, events, stack: newStack, ...slices } = patch;
  const stack = newStack === undefined ? state.stack : reuse(state.stack, newStack);
  const replicas = changes === undefined ? state.replicas : mergeRecord(state.replicas, changes);
  const name = stack?.name;
  const regroup = replicas !== state.replicas || name !== state.stack?.name;
  return {
    ...state,
    ...withoutUndefined(slices),
    loaded: true,
    stack,
    replicas,
    byService: regroup ? groupByService(state.byService, replicas, name) : state.byService,
    events: events === undefined || events.length === 0 ? state.events : appendEvents(state.events, events),
  };
}

/** Merges changed entries; null removes one. */
function mergeRecord<T>(before: Readonly<Record<string, T>>, changes: Readonly<Record<string, T | null>>) {
  const after: Record<string, T> = { ...before };
  for (const [id, value] of Object.entries(changes)) {
    if (value === null) delete after[id];
    else after[id] = value;
  }
  return after;
}

/** After a reconnect events come again; ids are stable, so each is kept once. */
function appendEvents(before: readonly EngineEvent[], added: readonly EngineEvent[]): readonly EngineEvent[] {
  const known = new Set(before.map((event) => event.id));
  const fresh = added.filter((event) => !known.has(event.id));
  return fresh.length === 0 ? before : [...before, ...fresh].slice(-EVENTS_KEPT);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>;
}

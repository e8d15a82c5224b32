import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StatePatch } from "../../shared/contract.ts";
import type { Replica } from "../../shared/observed.ts";
import { changedEntries, createStateStore, type FullState } from "./state.ts";

const empty: FullState = {
  targets: [],
  target: { id: "fake:a", kind: "fake", name: "a", address: "" },
  connection: { state: "connecting", asOf: 0 },
  info: null,
  stack: null,
  applied: null,
  plan: null,
  replicas: {},
  events: [],
  tasks: [],
  healing: [],
  scaling: [],
  recent: [],
  notice: null,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a subscriber gets everything first and then only what changed, coalesced", () => {
  const store = createStateStore(empty);
  const seen: StatePatch[] = [];
  const off = store.subscribe((patch) => void seen.push(patch));
  expect(seen).toEqual([empty]);
  const a = { id: "a" } as Replica;
  const b = { id: "b" } as Replica;
  store.set({ replicas: { a } });
  store.set({ replicas: { a, b } });
  vi.advanceTimersByTime(40);
  expect(seen.slice(1)).toEqual([{ replicas: { a, b } }]);
  store.set({ replicas: { b } });
  store.set({ recent: ["x"] });
  vi.advanceTimersByTime(40);
  expect(seen.slice(2)).toEqual([{ replicas: { a: null }, recent: ["x"] }]);
  off();
  store.set({ recent: [] });
  vi.advanceTimersByTime(40);
  expect(seen).toHaveLength(3);
});

test("the same picture again changes nothing", () => {
  const one = {};
  expect(changedEntries({ one }, { one })).toEqual({});
});

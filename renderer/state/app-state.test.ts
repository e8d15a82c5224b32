import { describe, expect, it } from "vitest";
import { applyPatch, initialState } from "./app-state.ts";
import { engineEvent, project, replica, service } from "./test-data.ts";

const stack = {
  path: "/s/compose.yaml",
  files: ["/s/compose.yaml"],
  name: "shop",
  project: project({ web: service(), db: service() }),
  outdated: false,
  problems: [],
};
const web = replica({ id: "a" });
const db = replica({ id: "b", service: "db" });
const loaded = applyPatch(initialState, { stack, replicas: { a: web, b: db } });

describe("applyPatch", () => {
  it("keeps what the patch does not name", () => {
    const next = applyPatch(loaded, { recent: ["/s/compose.yaml"] });
    expect(next.loaded).toBe(true);
    expect(next.stack).toBe(loaded.stack);
    expect(next.byService).toBe(loaded.byService);
    expect(next.recent).toEqual(["/s/compose.yaml"]);
  });

  it("merges replicas, null removes one, and only the touched service changes", () => {
    const next = applyPatch(loaded, { replicas: { a: null, c: replica({ id: "c", number: 2 }) } });
    expect(Object.keys(next.replicas)).toEqual(["b", "c"]);
    expect(next.byService["web"]?.map((one) => one.id)).toEqual(["c"]);
    expect(next.byService["db"]).toBe(loaded.byService["db"]);
  });

  it("leaves out replicas of other stacks and of none", () => {
    const { stack: _stack, service: _service, ...foreign } = replica({ id: "f" });
    const next = applyPatch(loaded, { replicas: { f: foreign, g: replica({ id: "g", stack: "other" }) } });
    expect(next.byService["web"]).toBe(loaded.byService["web"]);
    expect(next.replicas["f"]).toBeDefined();
  });

  it("clears with null", () => {
    const next = applyPatch(loaded, { stack: null, plan: null });
    expect(next.stack).toBeNull();
    expect(next.byService).toEqual({});
  });

  it("keeps the identity of an equal stack that crossed the bridge again", () => {
    expect(applyPatch(loaded, { stack: structuredClone(stack) }).stack).toBe(loaded.stack);
  });

  it("appends each event once and keeps 500", () => {
    const many = Array.from({ length: 600 }, (_, index) => engineEvent({ id: `e${index}` }));
    const next = applyPatch(applyPatch(loaded, { events: many }), { events: many.slice(-5) });
    expect(next.events).toHaveLength(500);
    expect(next.events.at(-1)?.id).toBe("e599");
  });
});

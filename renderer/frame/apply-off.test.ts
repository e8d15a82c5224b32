import { describe, expect, it } from "vitest";
import type { PlanView } from "../../shared/plan.ts";
import { initialState, type AppState } from "../state/app-state.ts";
import { project, replica, service } from "../state/test-data.ts";
import { applyOff, stopOff } from "./apply-off.ts";

const plan: PlanView = {
  stack: "shop",
  hash: "h",
  lines: [{ id: "1", verb: "create", kind: "replica", name: "web-1", cause: "", after: [] }],
  notes: [],
};
const ready: AppState = {
  ...initialState,
  connection: { state: "live", asOf: 1 },
  plan,
  stack: {
    path: "/c",
    files: ["/c"],
    name: "shop",
    project: project({ web: service() }),
    outdated: false,
    problems: [],
  },
};
const problem = { severity: "error", code: "x", message: "m", file: "/c", line: 1, column: 1, path: [] } as const;

describe("applyOff", () => {
  it("is on when there are changes and nothing is in the way", () => {
    expect(applyOff(ready)).toBeUndefined();
  });

  it.each<[string, Partial<AppState>]>([
    ["Open a stack", { stack: null }],
    ["Connecting", { connection: { state: "connecting", asOf: 0 } }],
    ["does not answer", { connection: { state: "stale", asOf: 1 } }],
    ["1 error", { stack: { ...ready.stack!, outdated: true, problems: [{ ...problem, path: [] }] } }],
    ["being made", { plan: null }],
    ["Nothing to do", { plan: { ...plan, lines: [] } }],
    ["1 blocker", { plan: { ...plan, notes: [{ severity: "blocker", code: "port-taken", message: "m" }] } }],
    ["A task", { tasks: [{ id: "t", stack: "shop", title: "", state: "running", startedAt: 1, steps: [] }] }],
  ])("says %s", (words, over) => {
    expect(applyOff({ ...ready, ...over })).toContain(words);
  });
});

describe("stopOff", () => {
  it("is on while something runs or is meant to", () => {
    expect(stopOff(ready)).toContain("Nothing");
    expect(stopOff({ ...ready, byService: { web: [replica()] } })).toBeUndefined();
    expect(stopOff({ ...ready, byService: { web: [replica({ state: "exited" })] } })).toContain("Nothing");
  });
});

import { describe, expect, it } from "vitest";
import { replica } from "./test-data.ts";
import { foldUsage, noUsage, pruneUsage, SAMPLES_KEPT } from "./usage-history.ts";

const services = {
  web: [replica({ id: "a" }), replica({ id: "b" })],
  db: [replica({ id: "c", service: "db" })],
};

describe("foldUsage", () => {
  it("adds the replicas of a service and remembers the peak of one", () => {
    const one = foldUsage(
      noUsage,
      { a: { at: 1, cpu: 0.5, memory: 10 }, b: { at: 1, cpu: 0.2, memory: 30 } },
      services,
    );
    const two = foldUsage(one, { a: { at: 2, cpu: 0.1, memory: 10 }, b: { at: 2, memory: 20 } }, services);
    expect(two.byService["web"]).toEqual({ cpu: [0.7, 0.1], memory: [40, 30], peakCpu: 0.5, peakMemory: 30 });
    expect(two.byReplica["b"]?.memory).toBe(20);
  });

  it("knows nothing rather than zero", () => {
    const first = foldUsage(noUsage, { a: { at: 1, memory: 10 } }, services);
    expect(first.byService["web"]?.cpu).toEqual([undefined]);
    expect(first.byService["db"]).toBeUndefined();
    const gone = foldUsage(first, {}, services);
    expect(gone.byService["web"]?.memory).toEqual([10, undefined]);
  });

  it("is bounded and forgets a service that has been silent for the whole window", () => {
    let history = foldUsage(noUsage, { c: { at: 0, cpu: 1, memory: 1 } }, services);
    for (let at = 1; at < SAMPLES_KEPT + 2; at += 1) history = foldUsage(history, {}, services);
    expect(history.byService["db"]).toBeUndefined();
  });
});

describe("pruneUsage", () => {
  it("forgets what does not run any more and keeps the peaks", () => {
    const history = foldUsage(noUsage, { a: { at: 1, cpu: 0.5, memory: 10 }, c: { at: 1, memory: 5 } }, services);
    const ended = { ...services, db: [replica({ id: "c", service: "db", state: "exited" })] };
    const pruned = pruneUsage(history, ended);
    expect(Object.keys(pruned.byReplica)).toEqual(["a"]);
    expect(pruned.byService["db"]).toEqual({ cpu: [], memory: [], peakCpu: undefined, peakMemory: 5 });
    expect(pruned.byService["web"]).toBe(history.byService["web"]);
    expect(pruneUsage(pruned, ended)).toBe(pruned);
  });
});

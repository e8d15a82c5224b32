import { describe, expect, it } from "vitest";
import { project, replica, service } from "../state/test-data.ts";
import { heldByOthers, limitRange, limitsOf } from "./limits.ts";

const limited = (cpus: number, memory: string, replicas = 1) =>
  service({ deploy: { replicas, resources: { limits: { cpus, memory } } } });

describe("limitsOf", () => {
  it("reads both spellings and takes 0 for no limit", () => {
    expect(limitsOf(limited(0.5, "268435456"))).toEqual({ cpus: 0.5, memory: 268_435_456 });
    expect(limitsOf(service({ cpus: 2, mem_limit: "0" }))).toEqual({ cpus: 2, memory: undefined });
  });
});

describe("heldByOthers", () => {
  it("adds the stack's other services and the rest of the engine", () => {
    const stack = project({ web: limited(8, "1g"), db: limited(1, "100", 2), free: service() });
    const foreign = replica({ id: "x", stack: "other", cpuLimit: 0.5, memoryLimit: 50 });
    const ended = replica({ id: "y", stack: "other", cpuLimit: 4, state: "exited" });
    expect(heldByOthers(stack, "web", { x: foreign, y: ended, z: replica({ cpuLimit: 9 }) })).toEqual({
      cpus: 2.5,
      memory: 250,
      noCpuLimit: 1,
      noMemoryLimit: 1,
    });
  });
});

describe("limitRange", () => {
  it("is bounded by what the host has", () => {
    expect(limitRange(16, 4, 2, 1, 0.05)).toEqual({ max: 6, held: 0.25 });
    expect(limitRange(4, 0, 1, undefined, 0.05)).toEqual({ max: 4, held: 0 });
  });

  it("stays usable when others hold everything, and shows a limit beyond the range", () => {
    const full = limitRange(4, 8, 1, undefined, 0.05);
    expect(full.max).toBeCloseTo(1.2);
    expect(full.held).toBe(0.7);
    expect(limitRange(4, 0, 4, 3, 0.05).max).toBe(3);
  });
});

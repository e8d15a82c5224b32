import { describe, expect, it } from "vitest";
import type { PlanLine, PlanView } from "../../shared/plan.ts";
import { countChanges, needsSecondLook } from "./plan-flow.ts";

const line = (verb: PlanLine["verb"], kind: string, name: string): PlanLine => ({
  id: `${verb} ${kind} ${name}`,
  verb,
  kind,
  name,
  cause: "",
  after: [],
});
const plan = (hash: string, ...lines: PlanLine[]): PlanView => ({ stack: "shop", hash, lines, notes: [] });

describe("countChanges", () => {
  it("counts resources, not calls", () => {
    const lines = [
      line("record", "revision", "1"),
      line("create", "replica", "web-1"),
      line("start", "replica", "web-1"),
      line("wait", "replica", "web-1"),
      line("create", "network", "front"),
    ];
    expect(countChanges(plan("a", ...lines))).toBe(2);
    expect(countChanges(plan("a"))).toBe(0);
    expect(countChanges(plan("a", line("record", "revision", "2")))).toBe(1);
  });
});

describe("needsSecondLook", () => {
  const one = line("create", "replica", "web-1");
  const two = line("create", "replica", "web-2");
  it("asks only when the fresh plan does something that was not shown", () => {
    expect(needsSecondLook(plan("a", one), plan("a", one))).toBe(false);
    expect(needsSecondLook(plan("a", one, two), plan("b", one))).toBe(false);
    expect(needsSecondLook(plan("a", one), plan("b", one, two))).toBe(true);
    expect(needsSecondLook(null, plan("b", one))).toBe(false);
  });
});

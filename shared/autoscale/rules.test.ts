import { describe, expect, test } from "vitest";
import { decide, noHistory } from "./decide.ts";
import { desiredByMetric, recommend } from "./metrics.ts";
import { limitByPolicies } from "./policies.ts";
import { isNotYetReady } from "./readiness.ts";
import { settingsOf } from "./settings.ts";
import { stabilise } from "./stabilise.ts";
import { cpu } from "./testing.ts";
import type { Policy, SelectPolicy } from "./types.ts";

const tolerance = { up: 0.1, down: 0.1 };
const defaults = settingsOf({ min: 1, max: 100, cpu: 50 });

describe("one metric", () => {
  test.each([
    ["doubles at twice the target", "100 100", 4],
    ["halves at half the target", "25 25 25 25", 2],
    ["rounds up", "61", 2],
    ["stays within a tenth above", "55 55 55 55", 4],
    ["goes up just beyond", "56 56 56 56", 5],
    ["stays within a tenth below", "45 45 45 45", 4],
    ["goes down just beyond", "36 36 36 36 36", 4],
    ["multiplies by the replicas that there are", "60 60 60 60 60 60 60 60 60 60", 12],
    ["takes missing ones for idle on the way up", "100 100 -", 4],
    ["takes missing ones for busy on the way down", "10 10 -", 2],
    ["does not turn round because of missing ones", "60 - -", 3],
    ["does not turn round when they would bring it up", "30 30 -", 3],
    ["takes those that are not ready for idle on the way up", "100 100 100 100*", 6],
    ["leaves those that are not ready out on the way down", "10 10 0*", 1],
    ["takes missing ones for idle beside those not ready", "200 - 50*", 4],
    ["stays when what is assumed brings it within the tolerance", "70 - 90 60", 4],
  ])("%s", (_, use, replicas) => {
    const now = use.split(" ").length;
    expect(desiredByMetric(now, cpu(use), tolerance)?.replicas).toBe(replicas);
  });

  test("asks for no replica because of a rounding error: 5 × 15.4 / 11 is 7, not 7.000000000000001", () => {
    expect(desiredByMetric(5, cpu("15.4 15.4 15.4 15.4 15.4", 11), tolerance)?.replicas).toBe(7);
  });

  test("shows the average of what was measured, without what was assumed", () => {
    expect(desiredByMetric(3, cpu("100 80 -"), tolerance)).toMatchObject({ current: 90, target: 50 });
  });

  test("cannot be had when no replica that is ready has a value", () => {
    expect(desiredByMetric(2, cpu("- 90*"), tolerance)).toBeUndefined();
    expect(desiredByMetric(0, { name: "cpu", target: 50, samples: [] }, tolerance)).toBeUndefined();
  });

  test("never goes against its ratio when another number of replicas is there than wanted", () => {
    // Two of five are there: 2 × 1.4 and one missing as 0 would ask for fewer than the five that are wanted.
    expect(desiredByMetric(5, cpu("90 90 -"), tolerance)?.replicas).toBe(5);
  });

  test("has a tolerance for each direction", () => {
    expect(desiredByMetric(4, cpu("56 56 56 56"), { up: 0.2, down: 0.1 })?.replicas).toBe(4);
    expect(desiredByMetric(10, cpu(Array(10).fill(44).join(" ")), { up: 0.1, down: 0.2 })?.replicas).toBe(10);
    expect(desiredByMetric(4, cpu("51 51 51 51"), { up: 0, down: 0.1 })?.replicas).toBe(5);
  });
});

describe("several metrics", () => {
  const memory = (use: string) => ({ ...cpu(use), name: "memory" as const });

  test("the highest wins, in either order", () => {
    expect(recommend(2, [cpu("100 100"), memory("75 75")], tolerance)).toMatchObject({
      replicas: 4,
      wish: { metric: "cpu" },
    });
    expect(recommend(2, [cpu("75 75"), memory("100 100")], tolerance)).toMatchObject({
      replicas: 4,
      wish: { metric: "memory" },
    });
  });

  test("one that cannot be had keeps it from going down, not from going up", () => {
    expect(recommend(4, [cpu("10 10 10 10"), memory("- - - -")], tolerance)).toMatchObject({
      replicas: 4,
      unknown: ["memory"],
    });
    expect(recommend(2, [cpu("100 100"), memory("- -")], tolerance)).toMatchObject({
      replicas: 4,
      unknown: ["memory"],
    });
  });

  test("none at all keeps the number, says why, and recommends nothing", () => {
    const decision = decide(
      3,
      [cpu("- - -")],
      1000,
      { ...noHistory, recommendations: [{ at: 0, replicas: 3 }] },
      defaults,
    );
    expect(decision).toMatchObject({ to: 3, unknown: ["cpu"], why: "cpu cannot be measured" });
    expect(decision.history.recommendations).toHaveLength(1);
  });
});

describe("windows", () => {
  const past = (...list: Array<[number, number]>) => ({
    recommendations: list.map(([at, replicas]) => ({ at: at * 1000, replicas })),
  });

  test("down goes to the highest of the last 300 s", () => {
    expect(stabilise(8, 2, 301_000, past([1, 7], [2, 5], [300, 3]), defaults)).toBe(5);
    expect(stabilise(8, 2, 300_000, past([1, 7], [2, 5]), defaults)).toBe(7);
  });

  test("up goes at once, or to the lowest of its window", () => {
    expect(stabilise(2, 9, 60_000, past([50, 3], [10, 2]), defaults)).toBe(9);
    const slow = settingsOf({ min: 1, max: 100, cpu: 50, behavior: { scaleUp: { stabilizationWindowSeconds: 30 } } });
    expect(stabilise(2, 9, 60_000, past([50, 3], [10, 2]), slow)).toBe(3);
  });

  test("between what both windows say the number stays", () => {
    expect(stabilise(5, 3, 60_000, past([50, 9]), defaults)).toBe(5);
  });

  test("the number that is there counts as asked for in the first round", () => {
    const first = decide(6, [cpu("5 5 5 5 5 5")], 0, noHistory, defaults);
    expect(first).toMatchObject({ to: 6, replicas: 1, why: "more was needed within 300 s" });
    expect(decide(6, [cpu("5 5 5 5 5 5")], 299_000, first.history, defaults).to).toBe(6);
    expect(decide(6, [cpu("5 5 5 5 5 5")], 300_000, first.history, defaults).to).toBe(1);
  });
});

test("a window shorter than the time between two rounds holds nothing up", () => {
  const settings = settingsOf({
    min: 1,
    max: 100,
    cpu: 50,
    behavior: { scaleDown: { stabilizationWindowSeconds: 10 } },
  });
  const first = decide(3, [cpu("5 5 5")], 0, noHistory, settings);
  expect(first.to).toBe(3);
  expect(decide(3, [cpu("5 5 5")], 15_000, first.history, settings).to).toBe(1);
});

describe("policies", () => {
  const pods = (value: number, periodSeconds = 60): Policy => ({ type: "Pods", value, periodSeconds });
  const percent = (value: number, periodSeconds = 60): Policy => ({ type: "Percent", value, periodSeconds });
  const rules = (policies: Policy[], selectPolicy?: SelectPolicy) => {
    const one = { policies, ...(selectPolicy === undefined ? {} : { selectPolicy }) };
    return settingsOf({ min: 1, max: 100, cpu: 50, behavior: { scaleUp: one, scaleDown: one } });
  };
  const limit = (now: number, asked: number, settings = defaults, changes: Array<[number, number]> = [], at = 100) =>
    limitByPolicies(
      now,
      asked,
      at * 1000,
      { recommendations: [], changes: changes.map(([when, by]) => ({ at: when * 1000, by })) },
      settings,
    ).replicas;

  test("by default: up by the larger of 100 % and 4, down to anything", () => {
    expect([limit(1, 50), limit(3, 50), limit(10, 50)]).toEqual([5, 7, 20]);
    expect(limit(50, 1)).toBe(1);
  });

  test("Pods and Percent, rounded so that one may always be added", () => {
    expect([limit(10, 50, rules([pods(3)])), limit(10, 1, rules([pods(3)]))]).toEqual([13, 7]);
    expect([limit(5, 50, rules([percent(10)])), limit(5, 1, rules([percent(10)]))]).toEqual([6, 4]);
    expect([limit(3, 50, rules([percent(100)])), limit(7, 1, rules([percent(50)]))]).toEqual([6, 3]);
  });

  test("Max takes the policy that changes most, Min the one that changes least, Disabled none", () => {
    const both = [pods(1), percent(50)];
    expect([limit(10, 50, rules(both, "Max")), limit(10, 1, rules(both, "Max"))]).toEqual([15, 5]);
    expect([limit(10, 50, rules(both, "Min")), limit(10, 1, rules(both, "Min"))]).toEqual([11, 9]);
    expect([limit(10, 50, rules(both, "Disabled")), limit(10, 1, rules(both, "Disabled"))]).toEqual([10, 10]);
  });

  test("what was done within the period counts, in both directions", () => {
    expect(limit(13, 50, rules([pods(3)]), [[50, 3]])).toBe(13);
    expect(limit(13, 50, rules([pods(3)]), [[40, 3]])).toBe(16);
    expect(
      limit(12, 50, rules([pods(3)]), [
        [50, 3],
        [60, -1],
      ]),
    ).toBe(13);
    expect(limit(7, 1, rules([pods(3)]), [[50, -3]])).toBe(7);
    // More was done than the policy allows, because it is newer: nothing is taken back.
    expect(limit(20, 50, rules([pods(3)]), [[50, 10]])).toBe(20);
  });

  test("bounds, and the words for what held it", () => {
    const settings = settingsOf({ min: 2, max: 8, cpu: 50 });
    const none = { recommendations: [], changes: [] };
    expect(limitByPolicies(5, 12, 0, none, settings)).toEqual({ replicas: 8, why: "at most 8" });
    expect(limitByPolicies(5, 1, 0, none, settings)).toEqual({ replicas: 2, why: "at least 2" });
    expect(limitByPolicies(5, 6, 0, none, settings)).toEqual({ replicas: 6 });
    expect(limitByPolicies(1, 80, 0, none, defaults).why).toBe("at most 100 % more in 15 s or 4 more in 15 s");
    expect(limitByPolicies(9, 2, 0, none, rules([pods(1)], "Disabled")).why).toBe("the file allows no fewer");
  });

  test("a number outside of the bounds is brought inside at once, without any metric", () => {
    const settings = settingsOf({ min: 3, max: 5, cpu: 50 });
    expect(decide(1, [cpu("-")], 0, noHistory, settings).to).toBe(3);
    expect(decide(9, [cpu("-")], 0, noHistory, settings).to).toBe(5);
  });
});

describe("a replica that starts", () => {
  const at = (seconds: number) => seconds * 1000;

  test("is not ready until its health check passes and a whole measurement lies after that", () => {
    const starting = { ready: false, since: 0, startedAt: 0 };
    expect(isNotYetReady(starting, at(0), at(15))).toBe(true);
    const ready = { ready: true, since: at(20), startedAt: 0 };
    expect(isNotYetReady(ready, at(15), at(30))).toBe(true);
    expect(isNotYetReady(ready, at(30), at(45))).toBe(false);
  });

  test("counts after five minutes, ready or not, unless it never was ready", () => {
    expect(isNotYetReady({ ready: false, since: at(200), startedAt: 0 }, at(285), at(300))).toBe(false);
    expect(isNotYetReady({ ready: false, since: at(200), startedAt: 0 }, at(284), at(299))).toBe(true);
    expect(isNotYetReady({ ready: false, since: at(10), startedAt: 0 }, at(585), at(600))).toBe(true);
  });
});

test("what the file leaves out is Kubernetes' default, and the last replica stays", () => {
  const { min, scaleUp, scaleDown } = settingsOf({
    min: 0,
    max: 4,
    cpu: 70,
    behavior: { scaleDown: { tolerance: 0.2 } },
  });
  expect(min).toBe(1);
  expect(scaleUp).toMatchObject({ stabilizationWindowSeconds: 0, selectPolicy: "Max", tolerance: 0.1 });
  expect(scaleDown).toMatchObject({
    stabilizationWindowSeconds: 300,
    tolerance: 0.2,
    policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
  });
});

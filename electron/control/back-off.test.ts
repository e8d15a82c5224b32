import { expect, test } from "vitest";
import { afterRestart, delayOf, nextAt, WELL_AFTER } from "./back-off.ts";

test("delays are 0, 10, 20, 40 … 300 s", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map(delayOf)).toEqual([
    0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000,
  ]);
});

test("the first restart is due at once, the next one ten seconds later", () => {
  expect(nextAt(undefined)).toBe(0);
  const once = afterRestart(undefined, 1000);
  expect(nextAt(once)).toBe(11_000);
  expect(nextAt(afterRestart(once, 11_000))).toBe(31_000);
});

test("ten minutes without trouble forget the past", () => {
  const twice = afterRestart(afterRestart(undefined, 0), 10_000);
  const later = 10_000 + delayOf(2) + WELL_AFTER;
  expect(afterRestart(twice, later - 1).attempts).toBe(3);
  expect(afterRestart(twice, later).attempts).toBe(1);
});

import { expect, it } from "vitest";
import { sparkLines } from "./sparkline.ts";

it("goes from the oldest value at the left to the newest at the right, with headroom", () => {
  expect(sparkLines([0, 10], 40, 16, 1)).toEqual(["0.0,15.0 40.0,5.0"]);
});

it("splits at gaps and draws no single points", () => {
  expect(sparkLines([1, 1, undefined, 1, undefined, 1, 1], 60, 12, 1)).toHaveLength(2);
  expect(sparkLines([], 60, 12, 1)).toEqual([]);
});

it("keeps noise around nothing flat", () => {
  expect(sparkLines([0, 0.001], 10, 12, 1)).toEqual(["0.0,11.0 10.0,11.0"]);
});

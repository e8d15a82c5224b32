import { expect, it } from "vitest";
import { baseName, coarse, folderName, formatAge, formatPercent, ordinal, plural } from "./format.ts";

it("formats what cards and tables show", () => {
  expect([undefined, 0, 0.001, 0.04, 2.1].map(formatPercent)).toEqual(["–", "0 %", "<1 %", "4 %", "210 %"]);
  expect([formatAge(1000, 1500), formatAge(0, 12_000)]).toEqual(["now", "12 s"]);
  expect([1, 2, 3, 4, 11, 12, 21].map(ordinal)).toEqual(["1st", "2nd", "3rd", "4th", "11th", "12th", "21st"]);
  expect([400, 5400, 12_345, 59_999, 61_000].map((now) => coarse(0, now))).toEqual([0, 5000, 10_000, 50_000, 60_000]);
  expect([plural(1, "replica"), plural(0, "replica")]).toEqual(["1 replica", "0 replicas"]);
});

it("splits paths of both kinds", () => {
  expect(baseName("/home/me/shop/compose.yaml")).toBe("compose.yaml");
  expect(folderName("/home/me/shop/compose.yaml")).toBe("/home/me/shop");
  expect(baseName("C:\\shop\\compose.yaml")).toBe("compose.yaml");
});

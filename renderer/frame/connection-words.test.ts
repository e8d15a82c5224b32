import { expect, it } from "vitest";
import { dataAge } from "./connection-words.ts";

it("says how old the data is", () => {
  expect(dataAge({ state: "live", asOf: 1 }, 99_000)).toBe("live");
  expect(dataAge({ state: "stale", asOf: 1000 }, 13_000)).toBe("stale, 12 s old");
  expect(dataAge({ state: "stale", asOf: 1000 }, 1500)).toBe("stale, just now");
  expect(dataAge({ state: "unreachable", asOf: 0 }, 1500)).toBe("not connected");
});

import { expect, it } from "vitest";
import { matching } from "./palette-entries.ts";

const entries = ["Show health", "Apply", "Service api", "Stop"].map((title) => ({
  id: title,
  title,
  hint: "",
  off: undefined,
  run: () => undefined,
}));

it("finds by words, what begins with them first", () => {
  expect(matching(entries, "ap").map((one) => one.title)).toEqual(["Apply", "Service api"]);
  expect(matching(entries, "health show")).toHaveLength(1);
  expect(matching(entries, "")).toHaveLength(4);
  expect(matching(entries, "nothing")).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { reuse } from "./reuse.ts";

describe("reuse", () => {
  it("returns the old value when nothing changed", () => {
    const before = { a: [1, { b: 2 }], c: null };
    expect(reuse(before, structuredClone(before))).toBe(before);
  });

  it("keeps the identity of the parts that did not change", () => {
    const before = { web: { image: "a", ports: [80] }, db: { image: "b" } };
    const after = reuse(before, { web: { image: "a", ports: [80] }, db: { image: "c" } });
    expect(after).toEqual({ web: { image: "a", ports: [80] }, db: { image: "c" } });
    expect(after.web).toBe(before.web);
    expect(after.db).not.toBe(before.db);
  });

  it("sees added, removed and reordered keys", () => {
    expect(reuse({ a: 1 }, { a: 1, b: undefined })).toHaveProperty("b");
    expect(reuse({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(Object.keys(reuse({ a: 1, b: 2 }, { b: 2, a: 1 }))).toEqual(["b", "a"]);
    expect(reuse([1, 2], [1])).toEqual([1]);
    expect(reuse([], {})).toEqual({});
  });
});

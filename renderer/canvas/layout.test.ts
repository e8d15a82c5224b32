import { describe, expect, it } from "vitest";
import { cardAt, intersects } from "./geometry.ts";
import { layoutCanvas } from "./layout.ts";
import type { CanvasModel } from "./model.ts";

const model: CanvasModel = {
  services: ["web", "api", "db", "cache", "lone", "lonely"],
  edges: [
    { id: "1", from: "web", to: "api", label: "" },
    { id: "2", from: "api", to: "db", label: "" },
    { id: "3", from: "api", to: "cache", label: "" },
  ],
  networks: [],
};

function overlaps(positions: ReturnType<typeof layoutCanvas>): boolean {
  const points = Object.values(positions);
  return points.some((a, i) => points.some((b, j) => i < j && intersects(cardAt(a), cardAt(b))));
}

describe("layoutCanvas", () => {
  it("goes from who waits to who is waited for, left to right, without overlap", () => {
    const at = layoutCanvas(model, {});
    expect(Object.keys(at)).toHaveLength(6);
    expect(at["web"]!.x).toBeLessThan(at["api"]!.x);
    expect(at["api"]!.x).toBeLessThan(at["db"]!.x);
    expect(at["lone"]!.y).toBeGreaterThan(at["db"]!.y);
    expect(overlaps(at)).toBe(false);
  });

  it("keeps what the file says and puts the rest where it is free", () => {
    const auto = layoutCanvas(model, {});
    const at = layoutCanvas(model, { web: auto["db"]! });
    expect(at["web"]).toEqual(auto["db"]);
    expect(overlaps(at)).toBe(false);
  });

  it("survives a cycle and an empty stack", () => {
    expect(layoutCanvas({ services: [], edges: [], networks: [] }, {})).toEqual({});
    const cycle: CanvasModel = {
      services: ["a", "b"],
      edges: [
        { id: "1", from: "a", to: "b", label: "" },
        { id: "2", from: "b", to: "a", label: "" },
      ],
      networks: [],
    };
    expect(overlaps(layoutCanvas(cycle, {}))).toBe(false);
  });
});

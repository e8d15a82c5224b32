import { expect, it } from "vitest";
import { networkFrames } from "./frames.ts";
import { CARD } from "./geometry.ts";

const front = { key: "front", label: "network: front", members: ["web", "api"] };
const back = { key: "back", label: "network: back", members: ["api", "db", "cache"] };
const positions = {
  web: { x: 0, y: 0 },
  api: { x: 300, y: 0 },
  db: { x: 600, y: 0 },
  cache: { x: 600, y: 300 },
};

it("surrounds the members and puts an overlapping larger frame behind and further out", () => {
  const [outer, inner] = networkFrames([front, back], positions);
  expect([outer?.key, inner?.key]).toEqual(["back", "front"]);
  expect(inner!.x).toBeLessThan(0);
  expect(inner!.x + inner!.width).toBeGreaterThan(300 + CARD.width);
  expect(outer!.y).toBeLessThan(inner!.y);
  expect(outer!.y + outer!.height).toBeGreaterThan(300 + CARD.height);
});

it("leaves out networks whose members have no place", () => {
  expect(networkFrames([{ key: "x", label: "", members: ["ghost"] }], positions)).toEqual([]);
});

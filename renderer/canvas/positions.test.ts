import { expect, it } from "vitest";
import { mergePositions } from "./positions.ts";

it("takes what changed in the file and leaves the rest where the user has it", () => {
  const local = { web: { x: 50, y: 50 }, db: { x: 9, y: 9 } };
  expect(mergePositions({ web: [0, 0] }, { web: [0, 0] }, local)).toEqual(local);
  expect(mergePositions({ web: [0, 0] }, { web: [7, 7] }, local)["web"]).toEqual({ x: 7, y: 7 });
  expect(mergePositions(undefined, { api: [1, 2] }, local)["api"]).toEqual({ x: 1, y: 2 });
  expect(mergePositions({ web: [0, 0] }, undefined, local)).toEqual(local);
});

import { expect, it } from "vitest";
import { edgeEnds } from "./edge-geometry.ts";

const card = (x: number, y: number) => ({ x, y, width: 200, height: 100 });

it("joins the sides that face each other", () => {
  const sides = (x: number, y: number) => {
    const { from, to } = edgeEnds(card(0, 0), card(x, y));
    return [from.side, to.side];
  };
  expect(sides(400, 0)).toEqual(["right", "left"]);
  expect(sides(400, 300)).toEqual(["right", "left"]);
  expect(sides(-400, 0)).toEqual(["left", "right"]);
  expect(sides(0, 300)).toEqual(["bottom", "top"]);
  expect(sides(20, -300)).toEqual(["top", "bottom"]);
});

it("meets the middle of a side", () => {
  expect(edgeEnds(card(0, 0), card(400, 40)).from).toMatchObject({ x: 200, y: 50 });
  expect(edgeEnds(card(0, 0), card(0, 300)).to).toMatchObject({ x: 100, y: 300 });
});

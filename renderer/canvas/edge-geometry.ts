import type { Point, Rect } from "./geometry.ts";

export type Side = "left" | "right" | "top" | "bottom";

export interface EdgeEnds {
  from: Point & { side: Side };
  to: Point & { side: Side };
}

/** Where an edge leaves one card and meets the other: at the sides that face each other. */
export function edgeEnds(from: Rect, to: Rect): EdgeEnds {
  const gapX = Math.max(to.x - (from.x + from.width), from.x - (to.x + to.width));
  const gapY = Math.max(to.y - (from.y + from.height), from.y - (to.y + to.height));
  const vertical = gapX < 24 && gapY > gapX;
  if (vertical) {
    const down = to.y > from.y;
    return {
      from: { x: from.x + from.width / 2, y: down ? from.y + from.height : from.y, side: down ? "bottom" : "top" },
      to: { x: to.x + to.width / 2, y: down ? to.y : to.y + to.height, side: down ? "top" : "bottom" },
    };
  }
  const right = to.x + to.width / 2 >= from.x + from.width / 2;
  return {
    from: { x: right ? from.x + from.width : from.x, y: from.y + from.height / 2, side: right ? "right" : "left" },
    to: { x: right ? to.x : to.x + to.width, y: to.y + to.height / 2, side: right ? "left" : "right" },
  };
}

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

/** Every card has this size, so that a frame can be drawn before anything is measured. */
export const CARD = { width: 212, height: 142 } as const;

export function cardAt(point: Point): Rect {
  return { ...point, ...CARD };
}

export function intersects(a: Rect, b: Rect, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  );
}

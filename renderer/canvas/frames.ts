import { cardAt, intersects, type Rect } from "./geometry.ts";
import type { Positions } from "./layout.ts";
import type { CanvasNetwork } from "./model.ts";

export interface NetworkFrame extends Rect {
  key: string;
  label: string;
}

const SIDE = 20;
const TOP = 34;
const BOTTOM = 24;
/** Each frame that overlaps a smaller one stands this much further out, so that both labels can be read. */
const FURTHER = { side: 10, top: 26, bottom: 12 };

/** A frame around the cards of each network, the large ones further out and first (that is, at the back). */
export function networkFrames(networks: readonly CanvasNetwork[], positions: Positions): NetworkFrame[] {
  const frames: NetworkFrame[] = [];
  for (const network of networks.toSorted((a, b) => a.members.length - b.members.length)) {
    const cards = network.members.flatMap((name) => (positions[name] === undefined ? [] : cardAt(positions[name])));
    if (cards.length === 0) continue;
    const bounds = around(cards);
    const depth = frames.filter((frame) => intersects(frame, bounds)).length;
    frames.unshift({ key: network.key, label: network.label, ...padded(bounds, depth) });
  }
  return frames;
}

function around(cards: readonly Rect[]): Rect {
  const x = Math.min(...cards.map((card) => card.x));
  const y = Math.min(...cards.map((card) => card.y));
  const right = Math.max(...cards.map((card) => card.x + card.width));
  const bottom = Math.max(...cards.map((card) => card.y + card.height));
  return { x, y, width: right - x, height: bottom - y };
}

function padded(rect: Rect, depth: number): Rect {
  const side = SIDE + depth * FURTHER.side;
  const top = TOP + depth * FURTHER.top;
  const bottom = BOTTOM + depth * FURTHER.bottom;
  return {
    x: rect.x - side,
    y: rect.y - top,
    width: rect.width + 2 * side,
    height: rect.height + top + bottom,
  };
}

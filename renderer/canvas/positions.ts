import type { Positions } from "./layout.ts";
import type { Point } from "./geometry.ts";

type Saved = Readonly<Record<string, [number, number]>> | undefined;

/** Positions the file gives, as points. */
export function pointsOf(saved: Saved): Positions {
  return Object.fromEntries(Object.entries(saved ?? {}).map(([name, [x, y]]) => [name, { x, y }]));
}

/**
 * Positions to start the layout from when the file was read anew. A place changed in the file wins; else a card stays
 * where the user has it, also while its own save is still on its way.
 */
export function mergePositions(before: Saved, saved: Saved, local: Positions): Positions {
  const result: Record<string, Point> = { ...local };
  for (const [name, [x, y]] of Object.entries(saved ?? {})) {
    const old = before?.[name];
    const changed = old === undefined || old[0] !== x || old[1] !== y;
    if (changed || local[name] === undefined) result[name] = { x, y };
  }
  return result;
}

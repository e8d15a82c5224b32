import type { Viewport } from "@xyflow/react";

/** Where the user left each stack's canvas, by file, for coming back from another view. For the life of the window. */
const kept = new Map<string, Viewport>();

export function keepViewport(path: string, viewport: Viewport): void {
  kept.set(path, viewport);
}

export function keptViewport(path: string): Viewport | undefined {
  return kept.get(path);
}

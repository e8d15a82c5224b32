import { screen, type BrowserWindow, type Rectangle } from "electron";
import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";

const StateSchema = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  maximized: z.boolean(),
});
type State = z.infer<typeof StateSchema>;

/** Where the window was; undefined at first, and when that place is on no screen any more. */
export function readWindowState(folder: string): State | undefined {
  try {
    const state = StateSchema.parse(JSON.parse(readFileSync(join(folder, "window.json"), "utf8")));
    return isVisible(state.bounds) ? state : undefined;
  } catch {
    // A lost window place is no loss worth a message.
    return undefined;
  }
}

/** Remembers the window's place when it closes. Synchronous: nothing later would be waited for. */
export function keepWindowState(window: BrowserWindow, folder: string): void {
  window.on("close", () => {
    const state: State = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(join(folder, "window.json"), JSON.stringify(state));
    } catch {
      // The same: the next start opens in the middle.
    }
  });
}

function isVisible(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
  return overlapX > 100 && overlapY > 100;
}

import type { EngineEvent } from "../../shared/observed.ts";

/**
 * Events of a stack, and what Gantry says about no stack (the connection), newest first. What the engine does for others
 * is left out.
 */
export function newestEvents(events: readonly EngineEvent[], stack: string | undefined, most: number): EngineEvent[] {
  const shown: EngineEvent[] = [];
  for (let index = events.length - 1; index >= 0 && shown.length < most; index -= 1) {
    const event = events[index];
    if (event === undefined) continue;
    const general = event.stack === undefined && event.source === "gantry";
    if (general || (stack !== undefined && event.stack === stack)) shown.push(event);
  }
  return shown;
}

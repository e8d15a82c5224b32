import { GantryError } from "../../shared/errors.ts";
import type { Engine, Observed } from "../engines/engine.ts";

/** Services of these whose update is held. */
export function pausedOf(observed: Pick<Observed, "paused">, stack: string, services: readonly string[]): string[] {
  const paused = observed.paused?.[stack] ?? [];
  return services.filter((name) => paused.includes(name));
}

/**
 * Takes the pauses of services away that are rolled back, and answers which. Not while a process is in the middle of an
 * update: it would go on with what is to be undone. Whoever changes the stack next then hears that it is locked.
 */
export async function endPauses(
  engine: Engine,
  observed: Observed,
  stack: string,
  services: readonly string[],
): Promise<string[]> {
  if (observed.locks[stack] !== undefined) return [];
  const held = pausedOf(observed, stack, services);
  for (const service of held) await engine.pause(stack, service, false);
  return held;
}

/** @throws GantryError `bad-input` when one of the services is held: it would be left half done */
export function refusePaused(observed: Observed, stack: string, services: readonly string[]): void {
  const held = pausedOf(observed, stack, services);
  if (held.length === 0) return;
  throw new GantryError("bad-input", `${held.join(", ")} ${held.length === 1 ? "is" : "are"} paused.`, {
    hint: `First \`gantry rollout resume ${held.join(" ")}\`.`,
  });
}

import { GantryError } from "../../shared/errors.ts";
import { formatPlan, type PlanView } from "../../shared/plan.ts";
import { apply, type ApplyOptions } from "../control/apply.ts";
import type { Desired } from "../engines/engine.ts";
import type { Context } from "./context.ts";
import { deadline } from "./deadline.ts";

/**
 * Plans and applies for a command: the plan goes to stderr before anything is done, then each step as it ends.
 *
 * @throws GantryError `timed-out` when --timeout ends it, `cancelled` for Ctrl-C
 */
export async function runApply(context: Context, desired: Desired, options: ApplyOptions): Promise<PlanView> {
  const { out } = context;
  const { signal, timedOut } = withTimeout(context);
  try {
    return await apply(await context.applyContext(), desired, {
      ...options,
      signal,
      planned: (plan) => {
        if (!out.json) out.note(formatPlan(plan));
      },
      listener: {
        started: () => undefined,
        progress: (id, line) => {
          if (!out.json && process.stderr.isTTY) out.note(`  ${id}: ${line}`);
        },
        ended: (id, outcome) => {
          if (!out.json && outcome === "failed") out.note(`failed: ${id}`);
        },
      },
    });
  } catch (error) {
    if (timedOut()) {
      throw new GantryError("timed-out", `Not done within ${context.options.timeout ?? 0} ms.`, {
        hint: "What was made and not started was removed; run it again, or give it a longer --timeout.",
        cause: error,
      });
    }
    throw error;
  }
}

/** The command's signal, ended early by --timeout. */
export function withTimeout(context: Context): { signal: AbortSignal; timedOut: () => boolean } {
  const { timeout } = context.options;
  if (timeout === undefined) return { signal: context.signal, timedOut: () => false };
  const signal = deadline(timeout, context.signal);
  return { signal, timedOut: () => signal.aborted && !context.signal.aborted };
}

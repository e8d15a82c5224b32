import { GantryError } from "../../shared/errors.ts";
import type { PlanNote, PlanView } from "../../shared/plan.ts";
import type { Desired, Engine, Observed, PlanOptions } from "../engines/engine.ts";
import { execute, type StepListener } from "./executor.ts";
import { viewOf } from "./plan-view.ts";
import { portNotes } from "./preflight.ts";

export interface ApplyContext {
  engine: Engine;
  /** True when the engine runs on this machine, so that its host ports can be tried. */
  local: boolean;
  /** `host:pid:random`, see Engine.lock. */
  owner: string;
  /** Where a path of the model stands in the user's file: `compose.yaml:7:9`. */
  place?: (path: Array<string | number>) => string | undefined;
}

export type ApplyOptions = Omit<PlanOptions, "mode">;

/** The plan for a wish from a fresh look at the engine, with everything that would stop it. Changes nothing. */
export async function preview(
  context: ApplyContext,
  desired: Desired,
  options: ApplyOptions,
  observed?: Observed,
): Promise<PlanView> {
  const seen = observed ?? (await context.engine.observe());
  const plan = context.engine.plan(desired, seen, { ...options, mode: "apply" });
  const ports = desired.want === "running" ? await portNotes(wanted(desired, options), seen) : [];
  const notes = context.local ? ports : [];
  const view = viewOf(plan, desired, notes);
  return { ...view, notes: view.notes.map((note) => placed(note, context)) };
}

export interface ApplyRun extends ApplyOptions {
  /** The hash of the plan that was shown; any plan is taken when absent. */
  hash?: string;
  signal: AbortSignal;
  listener?: StepListener;
  /** Told once with the plan that is carried out. */
  planned?: (plan: PlanView) => void;
}

/**
 * Plans once more under the stack's lock and carries the plan out.
 *
 * @throws GantryError `stale-plan` when it is not the plan that was shown, a blocker's code when there is one, else
 * what the first failing operation says
 */
export async function apply(context: ApplyContext, desired: Desired, run: ApplyRun): Promise<PlanView> {
  const { engine } = context;
  const release = await lockPatiently(context, desired.project.name, run.signal);
  try {
    const observed = await engine.observe(run.signal);
    const plan = engine.plan(desired, observed, { ...run, mode: "apply" });
    const view = await preview(context, desired, run, observed);
    if (run.hash !== undefined && run.hash !== view.hash) {
      throw new GantryError("stale-plan", "The engine changed since this plan was shown.", {
        hint: "Look at the new plan and apply again.",
      });
    }
    refuseBlocked(view);
    run.planned?.(view);
    await execute(engine, plan, {
      signal: run.signal,
      ...(run.listener === undefined ? {} : { listener: run.listener }),
    });
    return view;
  } finally {
    await release();
  }
}

/** Self-healing holds a stack for a moment at a time; a hand that meets it waits instead of failing. */
const LOCK_PATIENCE = 15_000;
const LOCK_RETRY = 100;

async function lockPatiently(context: ApplyContext, stack: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const until = Date.now() + LOCK_PATIENCE;
  for (;;) {
    try {
      return await context.engine.lock(stack, context.owner);
    } catch (error) {
      const held = error instanceof GantryError && error.code === "locked";
      if (!held || signal.aborted || Date.now() >= until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY));
  }
}

/** @throws GantryError with the first blocker's words and the place of each in the file */
export function refuseBlocked(view: PlanView): void {
  const blockers = view.notes.filter((note) => note.severity === "blocker");
  const first = blockers[0];
  if (first === undefined) return;
  const code = first.code === "port-taken" || first.code === "foreign" ? first.code : "bad-input";
  const text = blockers.map((note) => `${note.place === undefined ? "" : `${note.place}: `}${note.message}`).join("\n");
  throw new GantryError(code, text, { hint: first.hint });
}

function wanted(desired: Desired, options: ApplyOptions): Desired["project"] {
  if (options.services === undefined) return desired.project;
  const names = new Set(options.services);
  const services = Object.entries(desired.project.services).filter(([name]) => names.has(name));
  return { ...desired.project, services: Object.fromEntries(services) };
}

function placed(note: PlanNote, context: ApplyContext): PlanNote {
  const place = note.path === undefined ? undefined : context.place?.(note.path);
  return place === undefined ? note : { ...note, place };
}

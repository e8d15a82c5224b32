import { keepAutoscaled, replicasOf } from "../../shared/autoscale/kept.ts";
import { GantryError, messageOf } from "../../shared/errors.ts";
import type { EngineInfo } from "../../shared/observed.ts";
import type { Plan, PlanNote, PlanView } from "../../shared/plan.ts";
import { placeOf } from "../../shared/stack/problem.ts";
import type { Desired, Engine, Observed, PlanOptions } from "../engines/engine.ts";
import { execute, type StepListener } from "./executor.ts";
import { atItsPlace, problemAt, type Locate } from "./fault-place.ts";
import { gpuOptions } from "./gpu-options.ts";
import { viewOf } from "./plan-view.ts";
import { capacityNotes } from "./capacity.ts";
import { portNotes } from "./preflight.ts";
import { rolledBack, rolledBackError, serviceToRollBack } from "./roll-back.ts";

export interface ApplyContext {
  engine: Engine;
  /** True when the engine runs on this machine, so that its host ports can be tried. */
  local: boolean;
  /** `host:pid:random`, see Engine.lock. */
  owner: string;
  /** What the engine said of itself, when somebody asked already. */
  info?: EngineInfo | undefined;
  /** Where a path of the model stands in the user's files. */
  locate?: Locate;
}

export interface ApplyOptions extends Omit<PlanOptions, "mode"> {
  /** The numbers of replicas are meant as they are, also where a service is autoscaled. */
  exactReplicas?: boolean;
}

/** The plan for a wish from a fresh look at the engine, with everything that would stop it. Changes nothing. */
export async function preview(
  context: ApplyContext,
  desired: Desired,
  options: ApplyOptions,
  observed?: Observed,
): Promise<PlanView> {
  const seen = observed ?? (await context.engine.observe());
  return view(context, heldBy(desired, seen, options), options, seen);
}

/** What an autoscaler holds is no difference to the file: see keepAutoscaled. */
function heldBy(desired: Desired, { applied }: Observed, { exactReplicas }: ApplyOptions): Desired {
  const before = applied[desired.project.name]?.desired;
  if (exactReplicas === true || desired.want !== "running") return desired;
  // A stack that was taken down starts from the file's numbers again.
  const numbers = before === undefined || before.want === "absent" ? {} : replicasOf(before.project);
  return { ...desired, project: keepAutoscaled(desired.project, numbers) };
}

async function view(context: ApplyContext, desired: Desired, options: ApplyOptions, seen: Observed): Promise<PlanView> {
  const gpus = await gpuOptions(context, desired.project);
  const plan = context.engine.plan(desired, seen, { ...options, ...gpus, mode: "apply" });
  const running = desired.want === "running";
  const [ports, room] = await Promise.all([
    running && context.local ? portNotes(wanted(desired, options), seen) : [],
    running ? capacityNotes(context, desired.project, seen, options.services) : [],
  ]);
  const made = viewOf(plan, desired, [...ports, ...room]);
  return { ...made, notes: made.notes.map((note) => placed(note, context)) };
}

export interface ApplyRun extends ApplyOptions {
  /** Asked under the lock; when it says no nothing is done. */
  still?: (observed: Observed) => boolean;
  /** The hash of the plan that was shown; any plan is taken when absent. */
  hash?: string;
  signal: AbortSignal;
  listener?: StepListener;
  /** Told with each plan that is carried out: the one that was asked for, and that of a roll back when it fails. */
  planned?: (plan: PlanView) => void;
}

/**
 * Plans once more under the stack's lock and carries the plan out.
 *
 * @throws GantryError `stale-plan` when it is not the plan that was shown, a blocker's code when there is one, else
 * what the first failing operation says
 */
export async function apply(context: ApplyContext, wish: Desired, run: ApplyRun): Promise<PlanView> {
  const { engine } = context;
  const release = await lockPatiently(context, wish.project.name, run.signal);
  let lost = false;
  try {
    const observed = await engine.observe(run.signal);
    const desired = heldBy(wish, observed, run);
    const gpus = await gpuOptions(context, desired.project);
    const plan = engine.plan(desired, observed, { ...run, ...gpus, mode: "apply" });
    const shown = await view(context, desired, run, observed);
    if ((run.hash !== undefined && run.hash !== shown.hash) || run.still?.(observed) === false) {
      throw new GantryError("stale-plan", "The engine changed since this plan was shown.", {
        hint: "Look at the new plan and apply again.",
      });
    }
    refuseBlocked(shown, context.locate);
    run.planned?.(shown);
    const back: RollBack = (failed, error) => rollBack(context, desired, observed, run, failed, error);
    await carryOut(context, plan, run, back);
    if (renewsImages(plan, observed)) await takeNewImages(context, desired, run, back);
    return shown;
  } catch (error) {
    lost = error instanceof GantryError && error.code === "unreachable";
    throw error;
  } finally {
    // An engine that went away keeps the lock, and self-healing frees it when it is back: see healer.ts.
    const freed = release().catch(() => undefined);
    if (!lost) await freed;
  }
}

/** Answers the failure of a service's update. */
type RollBack = (service: string, error: unknown) => Promise<never>;

/**
 * Answers a failed update as the file asks: brings the service back to what ran before.
 *
 * @throws GantryError the failure, with what became of it
 */
async function rollBack(
  context: ApplyContext,
  desired: Desired,
  observed: Observed,
  run: ApplyRun,
  service: string,
  error: unknown,
): Promise<never> {
  const { engine } = context;
  const now = await engine.observe(run.signal);
  const back = rolledBack(desired, observed.applied[desired.project.name], service, now.imageIds ?? {});
  if (back === undefined) throw error;
  const cause = `rolled back ${service}: ${messageOf(error)}`;
  const gpus = await gpuOptions(context, back.project);
  // What failed was fetched a moment ago, and what ran before is there: nothing is fetched for the way back.
  const options = { ...run, ...gpus, cause, rollBack: [service], imagesAreFresh: true, mode: "apply" as const };
  const plan = engine.plan(back, now, options);
  run.planned?.(viewOf(plan, back, []));
  await carryOut(context, plan, run);
  throw rolledBackError(service, error);
}

/**
 * Whether the plan fetches or builds an image that may turn out to be another one than was applied: its name was there
 * already, or no record was written after it came.
 */
function renewsImages(plan: Plan, observed: Observed): boolean {
  const recorded = plan.operations.some(({ verb }) => verb === "record");
  return plan.operations.some(
    ({ kind, verb, name }) =>
      kind === "image" && (verb === "pull" || verb === "build") && (!recorded || hasImage(observed, name)),
  );
}

function hasImage({ images }: Observed, name: string): boolean {
  return images.has(name) || images.has(`${name}:latest`);
}

/**
 * Only the fetched image shows whether it is another one than the replicas run: those are replaced in a second round.
 * It writes a revision of its own when the first one's record does not have that image.
 */
async function takeNewImages(
  context: ApplyContext,
  desired: Desired,
  run: ApplyRun,
  rollBackFor: RollBack,
): Promise<void> {
  const { engine } = context;
  const observed = await engine.observe(run.signal);
  const gpus = await gpuOptions(context, desired.project);
  const plan = engine.plan(desired, observed, { ...run, ...gpus, mode: "apply", imagesAreFresh: true });
  if (plan.operations.length === 0) return;
  const { planned: _told, ...rest } = run;
  await carryOut(context, plan, rest, rollBackFor);
}

/**
 * @param rollBackFor answers the failure of an update whose file asks for a roll back
 * @throws GantryError the first failure's, with the place in the file it comes from
 */
async function carryOut(
  { engine, locate }: ApplyContext,
  plan: Plan,
  { signal, listener }: ApplyRun,
  rollBackFor?: RollBack,
): Promise<void> {
  let failed: string | undefined;
  const watching: StepListener = {
    started: (id) => listener?.started(id),
    progress: (id, line) => listener?.progress(id, line),
    ended(id, outcome) {
      if (outcome === "failed") failed ??= id;
      listener?.ended(id, outcome);
    },
  };
  try {
    await execute(engine, plan, { signal, listener: watching });
  } catch (error) {
    if (error instanceof GantryError && error.code === "unreachable") throw lostOnTheWay(error);
    const service = signal.aborted ? undefined : serviceToRollBack(plan, failed);
    if (service !== undefined && rollBackFor !== undefined) await rollBackFor(service, error);
    throw atItsPlace(
      error,
      plan.operations.find((operation) => operation.id === failed),
      locate,
    );
  }
}

function lostOnTheWay({ message, hint, cause }: GantryError): GantryError {
  const next = "What was made so far stays on the engine; the next Apply goes on from there.";
  return new GantryError("unreachable", message, { hint: hint === undefined ? next : `${hint} ${next}`, cause });
}

/** Self-healing holds a stack for a moment at a time; a hand that meets it waits instead of failing. */
const LOCK_PATIENCE = 15_000;
const LOCK_RETRY = 100;

export async function lockPatiently(
  context: Pick<ApplyContext, "engine" | "owner">,
  stack: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
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

/** @throws GantryError with every blocker as a problem at its place in the file */
export function refuseBlocked(view: PlanView, locate?: Locate): void {
  const blockers = view.notes.filter((note) => note.severity === "blocker");
  const first = blockers[0];
  if (first === undefined) return;
  const code = first.code === "port-taken" || first.code === "foreign" ? first.code : "bad-input";
  const problems = blockers.flatMap((note) => problemAt(note, note.path, locate) ?? []);
  if (blockers.length === 1) throw new GantryError(code, first.message, { hint: first.hint, problems });
  const homeless = blockers.filter((note) => problems.every((problem) => problem.message !== note.message));
  const message = [`${blockers.length} things stop this plan.`, ...homeless.map((note) => note.message)].join("\n");
  throw new GantryError(code, message, { hint: "Mend what is listed, then try again.", problems });
}

function wanted(desired: Desired, options: ApplyOptions): Desired["project"] {
  if (options.services === undefined) return desired.project;
  const names = new Set(options.services);
  const services = Object.entries(desired.project.services).filter(([name]) => names.has(name));
  return { ...desired.project, services: Object.fromEntries(services) };
}

function placed(note: PlanNote, context: ApplyContext): PlanNote {
  const place = note.path === undefined ? undefined : context.locate?.(note.path);
  return place === undefined ? note : { ...note, place: placeOf(place) };
}

import { decide, noHistory, type Decision } from "../../shared/autoscale/decide.ts";
import { activeAutoscale, settingsOf } from "../../shared/autoscale/settings.ts";
import type { History, MetricSamples, Settings } from "../../shared/autoscale/types.ts";
import { decisionCause, decisionWords } from "../../shared/autoscale/words.ts";
import type { Scaling } from "../../shared/contract.ts";
import { GantryError, messageOf } from "../../shared/errors.ts";
import { desiredReplicas } from "../../shared/health.ts";
import type { PlanView } from "../../shared/plan.ts";
import type { AppliedStack, EngineEvent } from "../../shared/observed.ts";
import type { Desired, Engine, Observed } from "../engines/engine.ts";
import { apply } from "./apply.ts";
import { createSampler } from "./autoscale-sampler.ts";
import { scaledProject } from "./desired.ts";
import type { TaskControl } from "./tasks.ts";

export interface AutoscalerOptions {
  engine: Engine;
  owner: string;
  /** True while a task of this process changes the stack. */
  busy: (stack: string) => boolean;
  /** Runs a change as a task that can be watched and cancelled; resolves when it has ended. */
  task: (stack: string, title: string, work: (control: TaskControl) => Promise<void>) => Promise<void>;
  say: (event: Omit<EngineEvent, "id" | "at" | "source">) => void;
  /** Told after each round where every autoscaled service stands. */
  scaling: (list: Scaling[]) => void;
  /** Told what each round measured: for whoever records a trace. */
  measured?: (stack: string, at: number, services: ReadonlyArray<Measured>) => void;
  clock?: () => number;
  /** Milliseconds between two rounds; Kubernetes' `horizontal-pod-autoscaler-sync-period`. */
  every?: number;
}

export interface Measured {
  name: string;
  /** Replicas that are wanted. */
  now: number;
  metrics: readonly MetricSamples[];
}

export interface Autoscaler {
  /** Takes a new picture of the engine. */
  look(observed: Observed): void;
  /** One round now, or the end of the one that goes on; the timer asks for the same. */
  round(): Promise<void>;
  close(): Promise<void>;
}

const SYNC_PERIOD = 15_000;
/** Rounds without a metric before it is said: the first has no rate yet, and a replica may just be starting. */
const PATIENCE = 3;

interface Kept {
  history: History;
  state?: Scaling;
  /** Rounds in a row in which some metric could not be had. */
  blind: number;
  /** What was last said of a number that cannot go where the load points. */
  said?: string;
}

/**
 * Scales the applied stacks' services that say so, as a HorizontalPodAutoscaler does. Decisions are pure
 * (shared/autoscale); here is only when, what is measured, and how a new number is applied: like every other change, by
 * a plan under the stack's lock. The file is not touched.
 */
export function createAutoscaler(options: AutoscalerOptions): Autoscaler {
  const { engine, clock = Date.now, every = SYNC_PERIOD } = options;
  const sampler = createSampler(engine);
  const kept = new Map<string, Kept>();
  let observed: Observed | undefined;
  let current: Promise<void> | undefined;
  let shown = 0;

  const round = async (): Promise<void> => {
    const seen = observed;
    if (seen === undefined) return;
    const stacks = Object.values(seen.applied).flatMap((applied) => {
      const services = applied.desired.want === "running" ? scaledServices(applied) : [];
      return services.length === 0 ? [] : [{ applied, services }];
    });
    const active = new Set(
      stacks.flatMap(({ applied, services }) => services.map(({ name }) => keyOf(applied.stack, name))),
    );
    for (const key of kept.keys()) if (!active.has(key)) kept.delete(key);
    // Whoever is changing a stack is not interrupted; the next round sees what came of it.
    const free = stacks.filter(({ applied: { stack } }) => seen.locks[stack] === undefined && !options.busy(stack));
    await Promise.all(free.map(({ applied, services }) => scaleStack(seen, applied, services)));
    const list = [...kept.values()].flatMap(({ state }) => state ?? []);
    if (list.length > 0 || shown > 0) options.scaling(list);
    shown = list.length;
  };

  const scaleStack = async (seen: Observed, applied: AppliedStack<Desired>, services: Scaled[]): Promise<void> => {
    const { stack } = applied;
    const at = clock();
    let metrics: Awaited<ReturnType<typeof sampler.sample>>;
    try {
      metrics = await sampler.sample(stack, services, seen, at);
    } catch {
      // The connection's state says that the engine does not answer; a gateway that starts will in the next round.
      return;
    }
    const measured = services.map(({ name, now }) => ({ name, now, metrics: metrics.get(name) ?? [] }));
    options.measured?.(stack, at, measured);
    const decisions = services.map(({ name, now, settings }) => {
      const before = kept.get(keyOf(stack, name)) ?? { history: noHistory, blind: 0 };
      return { name, settings, before, decision: decide(now, metrics.get(name) ?? [], at, before.history, settings) };
    });
    const changes = decisions.filter(({ decision }) => decision.to !== decision.from);
    const done = changes.length === 0 || (await change(applied, changes));
    for (const { name, settings, before, decision } of decisions) {
      const key = keyOf(stack, name);
      const moved = done && decision.to !== decision.from;
      // What was not done counts for no policy.
      const history = done ? decision.history : { ...decision.history, changes: before.history.changes };
      const text = decisionWords(decision);
      const last = moved ? { at, text: decisionCause(name, decision) } : before.state?.last;
      const state = {
        stack,
        service: name,
        replicas: moved ? decision.to : decision.from,
        text,
        ...(last === undefined ? {} : { last }),
      };
      const blind = decision.unknown.length > 0 ? before.blind + 1 : 0;
      kept.set(key, { history, state, blind, ...sayHeld(stack, name, { ...before, blind }, decision, settings) });
    }
  };

  /** Applies new numbers. False when nothing was done because somebody else was faster, or it failed. */
  const change = async (
    applied: AppliedStack<Desired>,
    changes: ReadonlyArray<{ name: string; decision: Decision }>,
  ) => {
    const { stack, desired, revision } = applied;
    const services = changes.map(({ name }) => name);
    const cause = `autoscaled ${changes.map(({ name, decision }) => decisionCause(name, decision)).join("; ")}`;
    const title = `Autoscale ${changes.map(({ name, decision }) => `${name} to ${decision.to}`).join(", ")}`;
    let project = desired.project;
    for (const { name, decision } of changes) project = scaledProject(project, name, decision.to) ?? project;
    let done = false;
    const still = (now: Observed) => now.applied[stack]?.revision === revision;
    try {
      await options.task(stack, title, async (control) => {
        const { signal, listener } = control;
        const planned = ({ lines }: PlanView) => control.steps(lines);
        const run = { cause, services, exactReplicas: true, signal, listener, still, planned };
        // No host port is new, so that none is tried.
        const context = { engine, local: false, owner: options.owner };
        done = await apply(context, { ...desired, project }, run).then(() => true, overtaken);
      });
    } catch (error) {
      options.say({
        level: "bad",
        stack,
        title: `autoscaling of ${services.join(", ")} failed`,
        detail: messageOf(error),
      });
      return false;
    }
    if (!done) return false;
    for (const { name, decision } of changes) {
      const title = `${name} scaled ${decision.from} -> ${decision.to}`;
      options.say({ level: "busy", stack, service: name, title, detail: `autoscaling: ${decisionWords(decision)}` });
    }
    return true;
  };

  /** Says once that the load points where the number cannot go, or that nothing is known about it. */
  const sayHeld = (
    stack: string,
    service: string,
    before: Kept,
    decision: Decision,
    settings: Settings,
  ): { said?: string } => {
    const blind = before.blind >= PATIENCE;
    const full = decision.replicas > settings.max && decision.from === settings.max;
    if (!blind && !full) return {};
    const said = blind ? `blind ${decision.unknown.join()}` : `full ${settings.max}`;
    const title = blind ? `${service} is not scaled down` : `${service} is at its most`;
    if (said !== before.said) {
      options.say({ level: "warning", stack, service, title, detail: `autoscaling: ${decisionWords(decision)}` });
    }
    return { said };
  };

  const once = (): Promise<void> => {
    current ??= round().finally(() => {
      current = undefined;
    });
    return current;
  };
  const timer = setInterval(() => void once(), every);

  return {
    look(next) {
      observed = next;
      sampler.look(next);
    },
    round: once,
    async close() {
      clearInterval(timer);
      await current;
    },
  };
}

interface Scaled {
  name: string;
  now: number;
  settings: Settings;
}

function scaledServices({ desired }: AppliedStack<Desired>): Scaled[] {
  return Object.entries(desired.project.services).flatMap(([name, service]) => {
    const autoscale = activeAutoscale(service);
    return autoscale === undefined ? [] : [{ name, now: desiredReplicas(service), settings: settingsOf(autoscale) }];
  });
}

function keyOf(stack: string, service: string): string {
  return `${stack}/${service}`;
}

/** Somebody else changed or holds the stack: they are right, and the next round looks again. */
function overtaken(error: unknown): false {
  if (error instanceof GantryError && ["stale-plan", "locked", "cancelled"].includes(error.code)) return false;
  throw error;
}

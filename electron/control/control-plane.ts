import type { AppliedView, CheckResult, Handlers, Sources, Target } from "../../shared/contract.ts";
import { handEdits } from "../../shared/autoscale/hand.ts";
import { GantryError, toWire } from "../../shared/errors.ts";
import { desiredReplicas } from "../../shared/health.ts";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import type { Service } from "../../shared/stack/project.ts";
import type { Desired, Engine, Observed } from "../engines/engine.ts";
import { apply, preview, type ApplyContext } from "./apply.ts";
import { scaledBy, scaledProject } from "./desired.ts";
import { lockOwner } from "./lock-owner.ts";
import { mergeLogs } from "./logs-source.ts";
import { rolloutHandlers } from "./rollout-handlers.ts";
import type { SettingsStore } from "./settings.ts";
import { openStack, type StackSession } from "./stack-session.ts";
import { createStateStore } from "./state.ts";
import { openTarget, type TargetListener, type TargetSession } from "./target-session.ts";
import { createTasks, type Tasks } from "./tasks.ts";
import { pollUsage } from "./usage-source.ts";

/** What the control plane is made of; boot.ts and the tests put in the parts. */
export interface ControlPlaneParts {
  targets: Target[];
  /** The target to start with, by id or name; else the remembered one. */
  first?: string;
  /** What went wrong while starting, for the window to show. */
  problems?: string[];
  connect(target: Target): Engine;
  isLocal(target: Target): boolean;
  settings: SettingsStore;
  /** Makes the user's copy of a sample and answers its file. */
  sample(name: string): Promise<string>;
  /** A file dialogue; undefined when cancelled. */
  chooseFile(): Promise<string | undefined>;
  openLink(url: string): Promise<void>;
  doctor(engine: Engine, target: Target): Promise<CheckResult[]>;
  /** Milliseconds between two rounds of the autoscaler; Kubernetes' 15 s when absent. */
  autoscaleEvery?: number;
}

export interface ControlPlane {
  handlers: Handlers;
  sources: Sources;
  /** Waits for work that nobody else waits for; its failure shows in the window. */
  show(work: Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const verbs = { running: "Apply", stopped: "Stop", absent: "Remove" };
/** The same words in preview and apply: the cause is part of the plan and so of its hash. */
const causes = { running: "applied in the window", stopped: "stopped in the window", absent: "removed in the window" };

/** How long the picture must be quiet before the plan is made anew. */
const PLAN_QUIET = 120;

/** `web to 5, autoscaling paused`. */
function words(service: string, replicas: number | undefined, model: Service | undefined): string {
  const autoscale = model?.["x-gantry"]?.autoscale;
  const number = replicas === undefined ? service : `${service} to ${replicas}`;
  if (autoscale === undefined) return number;
  return `${number}, autoscaling ${autoscale.paused === true ? "paused" : `${autoscale.min}-${autoscale.max}`}`;
}

/** The façade: what the window can ask for, over the parts that do it. */
export function createControlPlane(parts: ControlPlaneParts): ControlPlane {
  const owner = lockOwner();
  const fallback = parts.targets[0];
  if (fallback === undefined) throw new GantryError("failed", "There is no target at all.");
  const wanted = parts.first ?? parts.settings.get().target;
  const remembered = parts.targets.find((one) => one.id === wanted || one.name === wanted) ?? fallback;
  const startProblem = parts.problems?.join("\n") ?? "";
  const store = createStateStore({
    targets: parts.targets,
    target: remembered,
    connection: { state: "connecting", asOf: 0 },
    info: null,
    stack: null,
    applied: null,
    plan: null,
    replicas: {},
    events: [],
    tasks: [],
    healing: [],
    scaling: [],
    recent: parts.settings.get().recent,
    notice: startProblem === "" ? null : { code: "failed", message: startProblem },
  });
  const tasks: Tasks = createTasks(() => store.set({ tasks: tasks.all() }));
  let stack: StackSession | undefined;
  let planTimer: NodeJS.Timeout | undefined;
  /** Services whose number, autoscaling or both is to be brought onto the engine; undefined leaves the number. */
  const scaling = new Map<string, number | undefined>();
  let scaler: Promise<void> | undefined;

  const listener: TargetListener = {
    observed(observed) {
      store.set({ replicas: observed.replicas, applied: appliedView(observed) });
      replan();
    },
    connection(connection) {
      const before = store.get().connection.state;
      store.set({ connection });
      if (connection.state === "live" && before !== "live") void readInfo();
    },
    events: (events) => store.set({ events }),
    healing: (healing) => store.set({ healing }),
    scaling: (list) => store.set({ scaling: list }),
    busy: (name) => tasks.busy(name),
    task: async (name, title, work) => {
      const failed: unknown[] = [];
      const id = tasks.start(name, title, async (control) => {
        await work(control).catch((error: unknown) => {
          failed.push(error);
          throw error;
        });
      });
      await tasks.end(id);
      if (failed.length > 0) throw failed[0];
    },
  };
  const connect = (target: Target): TargetSession =>
    openTarget(target, parts.connect(target), owner, listener, parts.autoscaleEvery);
  let session = connect(remembered);

  const readInfo = async () => {
    const from = session;
    const info = await from.engine.info().catch(() => undefined);
    if (info !== undefined && from === session) store.set({ info });
  };

  const appliedView = (observed: Observed | undefined): AppliedView | null => {
    const name = stack?.project()?.name;
    const applied = name === undefined ? undefined : observed?.applied[name];
    if (name === undefined || applied === undefined || applied.desired.want === "absent") return null;
    const lock = observed?.locks[name];
    const services = Object.entries(applied.desired.project.services);
    return {
      revision: applied.revision,
      at: applied.at,
      cause: applied.cause,
      wanted: applied.desired.want,
      replicas: Object.fromEntries(services.map(([service, model]) => [service, desiredReplicas(model)])),
      ...(lock === undefined || lock.owner === owner ? {} : { lockedBy: lock.owner }),
    };
  };

  const context = (): ApplyContext => ({
    engine: session.engine,
    local: parts.isLocal(session.target),
    owner,
    info: store.get().info ?? undefined,
    ...(stack === undefined ? {} : { locate: stack.locate.bind(stack) }),
  });

  /** @throws GantryError `bad-input` when no stack is open or its file has errors */
  const desired = (want: Desired["want"]): Desired => {
    const project = stack?.project();
    if (stack === undefined || project === undefined || (want === "running" && !stack.sound())) {
      const problems = stack?.view().problems;
      throw new GantryError("bad-input", stack === undefined ? "No stack is open." : "The stack file has errors.", {
        hint: stack === undefined ? "Open a Compose file first." : "Mend the lines that are listed, then apply.",
        problems,
      });
    }
    return { project, files: stack.view().files, want };
  };

  /** Keeps the plan on screen true: made from the newest picture, a moment after things went quiet. */
  const replan = () => {
    clearTimeout(planTimer);
    planTimer = setTimeout(() => {
      const observed = session.observed();
      if (stack === undefined || !stack.sound() || observed === undefined || session.connection().state !== "live") {
        if (store.get().plan !== null) store.set({ plan: null });
        return;
      }
      void preview(context(), desired("running"), { cause: causes.running }, observed).then((plan) => {
        if (JSON.stringify(plan) !== JSON.stringify(store.get().plan)) store.set({ plan });
      }, notice);
    }, PLAN_QUIET);
  };

  const notice = (error: unknown) => store.set({ notice: toWire(error) });

  const showStack = () => {
    store.set({ stack: stack?.view() ?? null, applied: appliedView(session.observed()) });
    replan();
  };

  const open = async (path: string) => {
    const next = await openStack(path, showStack);
    stack?.close();
    stack = next;
    await parts.settings.remember(next.path);
    store.set({ recent: parts.settings.get().recent, notice: null });
    showStack();
  };

  /** Applies the newest number of each scaled service, one round after the other while numbers keep coming. */
  const scaleRunning = async () => {
    while (scaling.size > 0) {
      await tasks.idle();
      const round = [...scaling];
      scaling.clear();
      const project = stack?.project();
      // A fresh look: right after an apply the live picture may still be a moment behind.
      const applied = project === undefined ? undefined : (await session.engine.observe()).applied[project.name];
      if (applied === undefined || applied.desired.want !== "running") return;
      let next = applied.desired.project;
      for (const [service, replicas] of round) {
        next = scaledProject(next, service, replicas, project?.services[service]) ?? next;
      }
      const services = round.map(([service]) => service);
      const wish = round.map(([service, replicas]) => words(service, replicas, next.services[service])).join(", ");
      const cause = `scaled ${wish}`;
      const title = `Scale ${wish}`;
      tasks.start(next.name, title, async (control) => {
        await apply(
          context(),
          { ...applied.desired, project: next },
          {
            cause,
            services,
            exactReplicas: true,
            signal: control.signal,
            listener: control.listener,
            planned: (plan) => control.steps(plan.lines),
          },
        );
      });
      await tasks.idle();
    }
  };

  const scaleSoon = (service: string, replicas: number | undefined) => {
    scaling.set(service, replicas);
    scaler ??= scaleRunning()
      .catch(notice)
      .finally(() => {
        scaler = undefined;
      });
  };

  const handlers: Handlers = {
    "stack.open": async ({ path }) => open(path),
    "stack.choose": async () => {
      const path = await parts.chooseFile();
      if (path !== undefined) await open(path);
    },
    "stack.sample": async ({ name }) => open(await parts.sample(name)),
    "stack.edit": async (edit) => {
      if (stack === undefined) throw new GantryError("bad-input", "No stack is open.");
      await stack.edit(edit);
    },
    "stack.scale": async (wish) => {
      if (stack === undefined) throw new GantryError("bad-input", "No stack is open.");
      const before = stack.project();
      const model = before?.services[wish.service];
      const edits: UserEdit[] =
        model === undefined
          ? [{ kind: "set-replicas", ...wish }]
          : handEdits(wish.service, model, wish.replicas, wish.shared);
      await stack.edit({ kind: "sequence", edits });
      for (const service of scaledBy(wish, before, stack.project())) scaleSoon(service, wish.replicas);
    },
    "stack.autoscale": async ({ service, paused }) => {
      if (stack === undefined) throw new GantryError("bad-input", "No stack is open.");
      await stack.edit({ kind: "set-autoscale", service, paused: paused ? true : null });
      scaleSoon(service, scaling.get(service));
    },
    "target.select": async ({ id }) => {
      const target = parts.targets.find((one) => one.id === id);
      if (target === undefined) throw new GantryError("not-found", `There is no target ${id}.`);
      await tasks.close();
      await session.close();
      store.set({
        target,
        connection: { state: "connecting", asOf: 0 },
        info: null,
        applied: null,
        plan: null,
        replicas: {},
        healing: [],
        scaling: [],
      });
      session = connect(target);
      await parts.settings.select(id);
    },
    "plan.preview": async ({ want, removeVolumes = false }) => {
      const view = await preview(context(), desired(want), { cause: causes[want], removeVolumes });
      if (want === "running") store.set({ plan: view });
      return view;
    },
    "plan.apply": async ({ want, hash, removeVolumes = false }) => {
      const wish = desired(want);
      const task = tasks.start(wish.project.name, `${verbs[want]} ${wish.project.name}`, async (control) => {
        await apply(context(), wish, {
          cause: causes[want],
          removeVolumes,
          hash,
          signal: control.signal,
          listener: control.listener,
          planned: (plan) => control.steps(plan.lines),
        });
      });
      return { task };
    },
    ...rolloutHandlers({
      context,
      tasks,
      stack: () => (stack === undefined ? undefined : { name: stack.view().name, file: stack.project() }),
    }),
    "task.cancel": async ({ task }) => tasks.cancel(task),
    "doctor.run": async () => parts.doctor(session.engine, session.target),
    "link.open": async ({ url }) => parts.openLink(url),
  };

  const ofStack = () => {
    const name = stack?.project()?.name;
    return Object.values(session.observed()?.replicas ?? {}).filter((one) => name !== undefined && one.stack === name);
  };

  const sources: Sources = {
    state: (_input, push) => store.subscribe(push),
    usage: (_input, push) =>
      pollUsage(
        () => (session.connection().state === "live" ? session.engine : undefined),
        () => ofStack().flatMap((one) => (one.state === "running" && one.role === undefined ? [one.id] : [])),
        push,
        () =>
          ofStack().some((one) => one.role === "gateway" && one.state === "running")
            ? stack?.project()?.name
            : undefined,
      ),
    logs: ({ service, tail }, push, fail) => {
      const abort = new AbortController();
      const replicas = ofStack().filter((one) => one.service === service);
      mergeLogs({ engine: session.engine, replicas, tail, follow: true }, push, abort.signal).catch(fail);
      return () => abort.abort();
    },
  };

  return {
    handlers,
    sources,
    show: (work) => work.catch(notice),
    async close() {
      clearTimeout(planTimer);
      stack?.close();
      await tasks.close();
      await session.close();
    },
  };
}

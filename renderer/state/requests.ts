import type { Input, Task, Want } from "../../shared/contract.ts";
import { GantryError, toWire } from "../../shared/errors.ts";
import type { PlanView } from "../../shared/plan.ts";
import { call } from "./bridge.ts";
import { heldReplicas } from "./held.ts";
import { blockersOf, needsSecondLook } from "./plan-flow.ts";
import { useApp } from "./store.ts";
import { type EditQuestion, setDraft, showDrawer, useUi } from "./ui-store.ts";

/** Runs something the user asked for; what goes wrong is shown and stays until it is put away. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    useUi.setState({ failure: toWire(thrown) });
  }
}

/** As {@link attempt}, one at a time: the toolbar is off until it is done. */
async function exclusive(work: () => Promise<void>): Promise<void> {
  if (useUi.getState().busy) return;
  useUi.setState({ busy: true, failure: null });
  await attempt(work);
  useUi.setState({ busy: false });
}

export interface WishOptions {
  removeVolumes?: boolean;
  /** The plan the user said yes to; without it, what the drawer shows. */
  shown?: PlanView;
}

/** Shows the plan of a wish and changes nothing. */
export function previewWish(want: Want): Promise<void> {
  return exclusive(async () => ask(want, await call("plan.preview", { want }), undefined));
}

/** Carries a wish out: a fresh plan first, which is asked about when it does more than the one on screen said. */
export function applyWish(want: Want, options: WishOptions = {}): Promise<void> {
  return exclusive(async () => {
    const { preview } = useUi.getState();
    const standing = want === "running" ? useApp.getState().plan : null;
    const shown = options.shown ?? (preview?.want === want ? preview.plan : standing);
    const volumes = options.removeVolumes === true ? { removeVolumes: true } : {};
    const plan = await call("plan.preview", { want, ...volumes });
    if (needsSecondLook(shown, plan)) return ask(want, plan, CHANGED);
    if (plan.lines.length === 0 || blockersOf(plan).length > 0) return ask(want, plan, undefined);
    try {
      const { task } = await call("plan.apply", { want, hash: plan.hash, ...volumes });
      useUi.setState({ preview: null });
      showDrawer("tasks");
      void askAgainWhenStale(task, want);
    } catch (thrown) {
      if (!(thrown instanceof GantryError) || thrown.code !== "stale-plan") throw thrown;
      ask(want, await call("plan.preview", { want, ...volumes }), CHANGED);
    }
  });
}

/** Rolls the stack back by the plan that was shown. */
export function undoTo(revision: number, hash: string): Promise<void> {
  return exclusive(async () => {
    await call("rollout.undo", { revision, hash });
    showDrawer("tasks");
  });
}

const CHANGED = "The engine changed since the plan was shown. This is the new plan; nothing was done yet.";

function ask(want: Want, plan: PlanView, reason: string | undefined): void {
  useUi.setState({ preview: { want, plan, reason } });
  showDrawer("plan");
}

/** The plan is checked once more under the stack's lock, when the task runs already. */
async function askAgainWhenStale(id: string, want: Want): Promise<void> {
  const task = await taskEnd(id);
  if (task.error?.code !== "stale-plan") return;
  await attempt(async () => ask(want, await call("plan.preview", { want }), CHANGED));
}

function taskEnd(id: string): Promise<Task> {
  return new Promise((resolve) => {
    const ended = () => useApp.getState().tasks.find((task) => task.id === id && task.state !== "running");
    const off = useApp.subscribe(() => {
      const task = ended();
      if (task === undefined) return;
      off();
      resolve(task);
    });
    const task = ended();
    if (task === undefined) return;
    off();
    resolve(task);
  });
}

const SETTLE = 150;
const FORGET = 3000;
const scaling = new Map<string, number>();

/** Asks for a number of replicas; of several within a moment the last one counts. */
export function scale(service: string, replicas: number): void {
  setDraft(service, replicas);
  window.clearTimeout(scaling.get(service));
  scaling.set(
    service,
    window.setTimeout(() => {
      scaling.delete(service);
      void sendScale({ service, replicas });
    }, SETTLE),
  );
}

async function sendScale(wish: Input<"stack.scale">): Promise<void> {
  const { service, replicas } = wish;
  const drop = () => {
    const moved = scaling.has(service) || useUi.getState().drafts[service] !== replicas;
    if (!moved) setDraft(service, undefined);
  };
  try {
    await call("stack.scale", wish);
  } catch (thrown) {
    drop();
    askOrFail({ kind: "set-replicas", service, replicas }, thrown, true);
    return;
  }
  // The file's new number may arrive after the answer: without waiting for it the thumb would jump back for a moment.
  const arrived = () => {
    const { stack, applied } = useApp.getState();
    const found = stack?.project?.services[service];
    return found === undefined || heldReplicas(found, applied, service) === replicas;
  };
  const off = useApp.subscribe(() => {
    if (arrived()) finish();
  });
  const timer = window.setTimeout(() => finish(), FORGET);
  const finish = () => {
    window.clearTimeout(timer);
    off();
    drop();
  };
  if (arrived()) finish();
}

/** Gives the number of replicas back to the autoscaler. */
export function resumeAutoscale(service: string): void {
  void attempt(() => call("stack.autoscale", { service, paused: false }));
}

export function edit(change: Input<"stack.edit">): void {
  void call("stack.edit", change).catch((thrown: unknown) => askOrFail(change, thrown, false));
}

/** Makes the edit that a question was about, in the way that was chosen: live when it came from a slider. */
export function answer({ live }: EditQuestion, change: Input<"stack.edit">): void {
  if (!live || change.kind !== "set-replicas") return edit(change);
  const { kind: _kind, ...wish } = change;
  setDraft(wish.service, wish.replicas);
  void sendScale(wish);
}

/** What an edit asks is asked in a dialogue; every other failure is shown. */
function askOrFail(change: Input<"stack.edit">, thrown: unknown, live: boolean): void {
  const error = toWire(thrown);
  useUi.setState(error.choices === undefined ? { failure: error } : { question: { change, error, live } });
}

export function openLink(url: string): void {
  void attempt(() => call("link.open", { url }));
}

export function openStack(path: string): void {
  void attempt(() => call("stack.open", { path }));
}

export function chooseStack(): void {
  void attempt(() => call("stack.choose"));
}

export function openSample(name: string): void {
  void attempt(() => call("stack.sample", { name }));
}

/** Selecting the target again connects anew. */
export function selectTarget(id: string): void {
  void attempt(() => call("target.select", { id }));
}

export function cancelTask(task: string): void {
  void attempt(() => call("task.cancel", { task }));
}

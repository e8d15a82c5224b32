import type { Healing, Scaling, Target } from "../../shared/contract.ts";
import type { Connection, EngineEvent } from "../../shared/observed.ts";
import type { Engine, Observed } from "../engines/engine.ts";
import { createAutoscaler } from "./autoscaler.ts";
import { createHealer } from "./healer.ts";
import { gantryEvent } from "./state.ts";
import type { TaskControl } from "./tasks.ts";

export interface TargetSession {
  readonly target: Target;
  readonly engine: Engine;
  /** The newest picture; undefined until the engine answered once. */
  observed(): Observed | undefined;
  connection(): Connection;
  close(): Promise<void>;
}

export interface TargetListener {
  observed(observed: Observed): void;
  connection(connection: Connection): void;
  events(events: EngineEvent[]): void;
  healing(list: Healing[]): void;
  scaling(list: Scaling[]): void;
  /** Runs a change as a task; resolves when it has ended. */
  task(stack: string, title: string, work: (control: TaskControl) => Promise<void>): Promise<void>;
  busy(stack: string): boolean;
}

/** One connected target: its live picture, self-healing and autoscaling for the stacks that run on it. */
export function openTarget(
  target: Target,
  engine: Engine,
  owner: string,
  listener: TargetListener,
  autoscaleEvery?: number,
): TargetSession {
  let observed: Observed | undefined;
  let connection: Connection = { state: "connecting", asOf: 0 };
  const shared = {
    engine,
    owner,
    busy: (stack: string) => listener.busy(stack),
    say: (event: Parameters<typeof gantryEvent>[0]) => listener.events([gantryEvent(event, Date.now())]),
  };
  const healer = createHealer({ ...shared, waiting: (list) => listener.healing(list) });
  const autoscaler = createAutoscaler({
    ...shared,
    task: (stack, title, work) => listener.task(stack, title, work),
    scaling: (list) => listener.scaling(list),
    ...(autoscaleEvery === undefined ? {} : { every: autoscaleEvery }),
  });
  const unwatch = engine.watch({
    observed(next) {
      observed = next;
      listener.observed(next);
      healer.look(next);
      autoscaler.look(next);
    },
    event: (event) => listener.events([event]),
    connection(next) {
      connection = next;
      listener.connection(next);
    },
  });
  return {
    target,
    engine,
    observed: () => observed,
    connection: () => connection,
    async close() {
      unwatch();
      await autoscaler.close();
      await healer.close();
      await engine.close();
    },
  };
}

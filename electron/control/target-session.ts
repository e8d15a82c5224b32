import type { Healing, Target } from "../../shared/contract.ts";
import type { Connection, EngineEvent } from "../../shared/observed.ts";
import type { Engine, Observed } from "../engines/engine.ts";
import { createHealer } from "./healer.ts";
import { gantryEvent } from "./state.ts";

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
  busy(stack: string): boolean;
}

/** One connected target: its live picture, and self-healing for the stacks that run on it. */
export function openTarget(target: Target, engine: Engine, owner: string, listener: TargetListener): TargetSession {
  let observed: Observed | undefined;
  let connection: Connection = { state: "connecting", asOf: 0 };
  const healer = createHealer({
    engine,
    owner,
    busy: (stack) => listener.busy(stack),
    say: (event) => listener.events([gantryEvent(event, Date.now())]),
    waiting: (list) => listener.healing(list),
  });
  const unwatch = engine.watch({
    observed(next) {
      observed = next;
      listener.observed(next);
      healer.look(next);
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
      await healer.close();
      await engine.close();
    },
  };
}

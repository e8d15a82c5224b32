import { GantryError } from "../../shared/errors.ts";
import { exitReason } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import { containerOf, type FakeContainer, type FakeState, type SayEvent } from "./fake-state.ts";

export interface FakeTimes {
  /** Milliseconds from a start until the health check passes. */
  healthyAfter: number;
  /** Milliseconds until a command that ends has ended. */
  endsAfter: number;
}

/** What happens in and to containers: starting, becoming healthy, ending, dying. */
export interface FakeLife {
  start(idOrName: string): void;
  /** Ends it as a stop or a signal would. */
  end(idOrName: string, exitCode: number): void;
  update(idOrName: string, change: Partial<Replica>): void;
  remove(id: string): void;
  close(): void;
}

export function createFakeLife(
  state: FakeState,
  times: FakeTimes,
  clock: () => number,
  say: SayEvent,
  changed: () => void,
): FakeLife {
  const timers = new Map<string, NodeJS.Timeout[]>();
  const later = (container: FakeContainer, ms: number, work: () => void): void => {
    const { id } = container.replica;
    const timer = setTimeout(() => {
      if (state.containers.get(id)?.replica.state === "running") work();
    }, ms);
    timers.set(id, [...(timers.get(id) ?? []), timer]);
  };
  const quiet = (id: string): void => {
    for (const timer of timers.get(id) ?? []) clearTimeout(timer);
    timers.delete(id);
  };
  const life: FakeLife = {
    update(idOrName, change) {
      const container = containerOf(state, idOrName);
      container.replica = { ...container.replica, ...change };
      changed();
    },
    start(idOrName) {
      const container = containerOf(state, idOrName);
      if (container.replica.state === "running") return;
      refuseTakenPorts(state, container);
      const { id } = container.replica;
      const check = container.call.body.Healthcheck?.Test;
      const health = check === undefined || check[0] === "NONE" ? "none" : "starting";
      const { exitCode: _exitCode, finishedAt: _finishedAt, error: _error, ...rest } = container.replica;
      container.replica = { ...rest, state: "running", health, startedAt: clock(), oomKilled: false };
      say("good", "started", container.replica);
      const outcome = outcomeOf(container.call.body.Cmd ?? []);
      container.log.push(...outcome.log);
      if (health === "starting") {
        later(container, times.healthyAfter, () => {
          const passes = !(check ?? []).includes("false");
          life.update(id, {
            health: passes ? "healthy" : "unhealthy",
            ...(passes ? {} : { healthOutput: "the check fails" }),
          });
          say(passes ? "good" : "bad", passes ? "is healthy" : "is unhealthy", container.replica);
        });
      }
      const { exitCode } = outcome;
      if (exitCode !== undefined) later(container, times.endsAfter, () => life.end(id, exitCode));
      changed();
    },
    end(idOrName, exitCode) {
      const container = containerOf(state, idOrName);
      if (container.replica.state !== "running" && container.replica.state !== "paused") return;
      quiet(container.replica.id);
      life.update(idOrName, { state: "exited", health: "none", exitCode, finishedAt: clock() });
      say(
        exitCode === 0 ? "info" : "bad",
        exitCode === 0 ? "ended" : "died",
        container.replica,
        exitReason(container.replica),
      );
    },
    remove(id) {
      const { replica } = containerOf(state, id);
      quiet(replica.id);
      state.containers.delete(replica.id);
      say("info", "removed", replica);
      changed();
    },
    close() {
      for (const id of timers.keys()) quiet(id);
    },
  };
  return life;
}

function refuseTakenPorts(state: FakeState, { replica }: FakeContainer): void {
  const asked = new Set(replica.ports.flatMap((port) => port.published ?? []));
  const others = [...state.containers.values()].map((one) => one.replica).concat([...state.foreign.values()]);
  for (const other of others.filter((one) => one.id !== replica.id && one.state === "running")) {
    const taken = other.ports.find((port) => port.published !== undefined && asked.has(port.published));
    if (taken === undefined) continue;
    throw new GantryError("port-taken", `Port ${taken.published} on the host is taken: start ${replica.name} failed.`, {
      hint: `Stop what holds port ${taken.published}, or publish another one.`,
    });
  }
}

/** Enough of a shell for tests: `true`, `false`, `echo …`, `sh -c "exit N"`; everything else runs until it is ended. */
export function outcomeOf(command: readonly string[]): { exitCode?: number; log: string[] } {
  const [program, flag, script = ""] = command;
  if (program === "true") return { exitCode: 0, log: [] };
  if (program === "false") return { exitCode: 1, log: [] };
  if (program === "echo") return { exitCode: 0, log: [command.slice(1).join(" ")] };
  if (program !== "sh" || flag !== "-c") return { log: [] };
  const log = [...script.matchAll(/echo ([^;&]+)/g)].map((match) => (match[1] ?? "").trim());
  const exit = /exit (\d+)\s*$/.exec(script)?.[1];
  const stays = /sleep|httpd|while/.test(script);
  return { log, ...(exit === undefined ? (stays ? {} : { exitCode: 0 }) : { exitCode: Number(exit) }) };
}

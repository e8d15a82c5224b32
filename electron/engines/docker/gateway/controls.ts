import type Docker from "dockerode";
import { openControl, type Ask, type ControlSession } from "./control-session.ts";

/** An exec takes longer than all that is said through it; kept so long for what comes next, in milliseconds. */
const KEPT_MS = 3000;

/** The ways to the gateways' HAProxys, kept open for a moment. */
export interface Controls {
  /** @throws GantryError when HAProxy does not answer */
  use<T>(docker: Docker, gateway: string, work: (ask: Ask) => Promise<T>): Promise<T>;
  /** Does one piece of work on a gateway after the other: its file is read, changed and written back. */
  alone<T>(gateway: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

export function createControls(): Controls {
  const sessions = new Map<string, Promise<ControlSession>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const users = new Map<string, number>();
  const queues = new Map<string, Promise<unknown>>();

  const drop = (gateway: string): void => {
    clearTimeout(timers.get(gateway));
    timers.delete(gateway);
    void sessions
      .get(gateway)
      ?.then((session) => session.close())
      .catch(() => undefined);
    sessions.delete(gateway);
  };
  const sessionOf = async (docker: Docker, gateway: string): Promise<ControlSession> => {
    const before = sessions.get(gateway);
    const known = await before?.catch(() => undefined);
    if (known?.alive() === true) return known;
    // Of two callers that found it gone at once the second takes what the first opened.
    const now = sessions.get(gateway);
    if (now !== undefined && now !== before) return now;
    const opening = openControl(docker, gateway);
    sessions.set(gateway, opening);
    return opening;
  };

  return {
    async use(docker, gateway, work) {
      users.set(gateway, (users.get(gateway) ?? 0) + 1);
      clearTimeout(timers.get(gateway));
      try {
        const session = await sessionOf(docker, gateway);
        return await work(session.ask);
      } finally {
        const left = (users.get(gateway) ?? 1) - 1;
        users.set(gateway, left);
        if (left === 0) timers.set(gateway, setTimeout(() => drop(gateway), KEPT_MS).unref());
      }
    },
    alone(gateway, work) {
      const next = (queues.get(gateway) ?? Promise.resolve()).then(work);
      queues.set(
        gateway,
        next.then(
          () => undefined,
          () => undefined,
        ),
      );
      return next;
    },
    close() {
      for (const gateway of sessions.keys()) drop(gateway);
    },
  };
}

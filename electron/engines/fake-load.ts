import type { Traffic, Usage } from "../../shared/observed.ts";
import type { FakeState } from "./fake-state.ts";

interface Use {
  /** Cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
}

/** What the fake engine's replicas use: a gentle wave, or what a test says. */
export function createFakeLoad(state: FakeState, clock: () => number) {
  const uses = new Map<string, Use>();
  const totals = new Map<string, number>();
  const spent = new Map<string, { at: number; seconds: number }>();

  const wave = (id: string): Use => {
    const height = 0.5 + Math.sin(clock() / 9000 + id.length * id.charCodeAt(id.length - 1)) / 2;
    return { cpu: 0.01 + height * 0.2, memory: Math.round((20 + height * 40) * 2 ** 20) };
  };
  const now = (id: string): Use => uses.get(id) ?? wave(id);
  /** Processor time up to now, at what was used since it was last asked for. */
  const settle = (id: string): number => {
    const before = spent.get(id) ?? { at: clock(), seconds: 0 };
    const seconds = before.seconds + (now(id).cpu * (clock() - before.at)) / 1000;
    spent.set(id, { at: clock(), seconds });
    return seconds;
  };

  return {
    use(id: string, use: Use): void {
      settle(id);
      uses.set(id, use);
    },
    requests(id: string, total: number | undefined): void {
      if (total === undefined) totals.delete(id);
      else totals.set(id, total);
    },
    usage(replicas: readonly string[]): Record<string, Usage> {
      const running = replicas.filter((id) => state.containers.get(id)?.replica.state === "running");
      return Object.fromEntries(running.map((id) => [id, { at: clock(), cpuSeconds: settle(id), ...now(id) }]));
    },
    traffic(stack: string): Record<string, Traffic> {
      const services: Record<string, Traffic & Record<"replicas" | "errors", Record<string, number>>> = {};
      for (const [id, { replica }] of state.containers) {
        const total = totals.get(id);
        if (replica.stack !== stack || replica.service === undefined || total === undefined) continue;
        const one = (services[replica.service] ??= { at: clock(), total: 0, replicas: {}, errors: {}, taking: [] });
        one.total += total;
        one.replicas[id] = total;
        one.errors[id] = 0;
        if (replica.state === "running" && replica.health !== "unhealthy") one.taking = [...one.taking, id];
      }
      return services;
    },
  };
}

import type { Replica, Usage } from "../../shared/observed.ts";

/** Use of a service over the last samples: what the sparklines, the numbers and the peak ticks show. */
export interface ServiceUsage {
  /** Cores of all replicas together, oldest first; undefined where it was not known. */
  cpu: readonly (number | undefined)[];
  /** Bytes of all replicas together, oldest first. */
  memory: readonly (number | undefined)[];
  /** The most one replica was seen to use. */
  peakCpu: number | undefined;
  peakMemory: number | undefined;
}

export interface UsageHistory {
  byReplica: Readonly<Record<string, Usage>>;
  byService: Readonly<Record<string, ServiceUsage>>;
}

export const SAMPLES_KEPT = 30;
export const noUsage: UsageHistory = { byReplica: {}, byService: {} };
const empty: ServiceUsage = { cpu: [], memory: [], peakCpu: undefined, peakMemory: undefined };

/**
 * The history after one sample of all replicas. A service with no known replica gets a gap, never a zero.
 */
export function foldUsage(
  history: UsageHistory,
  sample: Readonly<Record<string, Usage>>,
  services: Readonly<Record<string, readonly Replica[]>>,
): UsageHistory {
  const names = new Set([...Object.keys(services), ...Object.keys(history.byService)]);
  const byService: Record<string, ServiceUsage> = {};
  for (const name of names) {
    const uses = (services[name] ?? []).flatMap((replica) => sample[replica.id] ?? []);
    const before = history.byService[name] ?? empty;
    if (uses.length === 0 && before.memory.every((value) => value === undefined)) continue;
    const cores = uses.flatMap((use) => use.cpu ?? []);
    const bytes = uses.map((use) => use.memory);
    byService[name] = {
      cpu: push(before.cpu, cores.length === 0 ? undefined : sum(cores)),
      memory: push(before.memory, bytes.length === 0 ? undefined : sum(bytes)),
      peakCpu: peak(before.peakCpu, cores),
      peakMemory: peak(before.peakMemory, bytes),
    };
  }
  return { byReplica: sample, byService };
}

/**
 * The history without what is not running any more: no sample says so when the last replica went. Peaks stay, they are
 * still true.
 */
export function pruneUsage(
  history: UsageHistory,
  services: Readonly<Record<string, readonly Replica[]>>,
): UsageHistory {
  const running = Object.values(services).flatMap((replicas) => replicas.filter((one) => one.state === "running"));
  const ids = new Set(running.map((replica) => replica.id));
  const alive = new Set(running.map((replica) => replica.service));
  const goneReplicas = Object.keys(history.byReplica).some((id) => !ids.has(id));
  const isGone = ([name, usage]: [string, ServiceUsage]) => !alive.has(name) && usage.memory.length > 0;
  const goneServices = Object.entries(history.byService).some(isGone);
  if (!goneReplicas && !goneServices) return history;
  return {
    byReplica: Object.fromEntries(Object.entries(history.byReplica).filter(([id]) => ids.has(id))),
    byService: Object.fromEntries(
      Object.entries(history.byService).map(([name, usage]) => [
        name,
        isGone([name, usage]) ? { ...usage, cpu: [], memory: [] } : usage,
      ]),
    ),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function push<T>(values: readonly T[], value: T): readonly T[] {
  return [...values.slice(-(SAMPLES_KEPT - 1)), value];
}

function peak(before: number | undefined, values: readonly number[]): number | undefined {
  const all = before === undefined ? values : [before, ...values];
  return all.length === 0 ? undefined : Math.max(...all);
}

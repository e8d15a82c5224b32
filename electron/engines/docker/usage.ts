import type Docker from "dockerode";
import type { Usage } from "../../../shared/observed.ts";
import { hasStatus } from "./errors.ts";
import { mapPool } from "./pool.ts";

/** The part of the engine's answer that counts. */
export interface StatsAnswer {
  read: string;
  cpu_stats: { cpu_usage: { total_usage: number } };
  memory_stats: { usage?: number; privateworkingset?: number; stats?: Record<string, number> };
}

/** Samples in flight at once; each is a walk through a control group. */
const SAMPLES = 8;
/** A sample older than this says nothing about now. */
const OLDEST = 60_000;

/**
 * Samples the use of containers. One shot each: the engine's own answer with a rate keeps its connection for a second,
 * so the rate comes from two of our samples.
 */
export function createUsage(): (
  docker: Docker,
  ids: readonly string[],
  signal?: AbortSignal,
) => Promise<Record<string, Usage>> {
  const before = new Map<string, { at: number; cpu: number }>();
  return async (docker, ids, signal) => {
    const samples = await mapPool(ids, SAMPLES, async (id) => {
      const stats = await sample(docker, id, signal);
      if (stats === undefined) return undefined;
      const at = Date.parse(stats.read);
      const cpu = stats.cpu_stats.cpu_usage.total_usage;
      const cores = coresBetween(before.get(id), { at, cpu });
      before.set(id, { at, cpu });
      return [
        id,
        { at, cpuSeconds: cpu / 1e9, memory: memoryOf(stats), ...(cores === undefined ? {} : { cpu: cores }) },
      ] as const;
    });
    for (const [id, { at }] of before) if (Date.now() - at > OLDEST) before.delete(id);
    return Object.fromEntries(samples.filter((one) => one !== undefined));
  };
}

/** Undefined for one that does not run: the engine answers zeroes for it. */
async function sample(docker: Docker, id: string, signal?: AbortSignal): Promise<StatsAnswer | undefined> {
  try {
    const options = { stream: false, "one-shot": true, ...(signal === undefined ? {} : { abortSignal: signal }) };
    const stats: StatsAnswer = await docker.getContainer(id).stats(options as { stream: false });
    return stats.memory_stats.usage === undefined && stats.memory_stats.privateworkingset === undefined
      ? undefined
      : stats;
  } catch (error) {
    if (hasStatus(error, 404, 409)) return undefined;
    throw error;
  }
}

/**
 * Cores in use between two samples: processor time in nanoseconds over wall time in milliseconds. Undefined without an
 * earlier sample, and when the counter went back because the container was started anew.
 */
export function coresBetween(
  before: { at: number; cpu: number } | undefined,
  now: { at: number; cpu: number },
): number | undefined {
  if (before === undefined || now.at <= before.at || now.cpu < before.cpu) return undefined;
  return (now.cpu - before.cpu) / 1e6 / (now.at - before.at);
}

/**
 * Bytes in use without the page cache that the kernel would give back, as `docker stats` counts them.
 * `total_inactive_file` is control groups v1, `inactive_file` v2. Source: docker/cli, cli/command/container/stats_helpers.go.
 */
export function memoryOf({ memory_stats: memory }: Pick<StatsAnswer, "memory_stats">): number {
  if (memory.privateworkingset !== undefined) return memory.privateworkingset;
  const usage = memory.usage ?? 0;
  const cache = memory.stats?.["total_inactive_file"] ?? memory.stats?.["inactive_file"] ?? 0;
  return cache < usage ? usage - cache : usage;
}

import { isNotYetReady } from "../../shared/autoscale/readiness.ts";
import type { MetricName, MetricSamples, ReplicaSample, Settings } from "../../shared/autoscale/types.ts";
import type { Replica, Traffic, Usage } from "../../shared/observed.ts";
import type { Engine, Observed } from "../engines/engine.ts";

/** A count that only grows, and when it was read. Milliseconds. */
interface Count {
  at: number;
  total: number;
}

/** A rate since a count older than this says nothing about now: the machine may have slept. */
const OLDEST = 120_000;

/**
 * Turns what an engine counts into the autoscaler's samples: rates from two counts of its own, so that they are over
 * one of its rounds, whoever else samples meanwhile. Keeps when each replica became ready, seen from picture to picture.
 */
export function createSampler(engine: Pick<Engine, "usage" | "traffic">) {
  const cpu = new Map<string, Count>();
  const requests = new Map<string, Count>();
  const readiness = new Map<string, { ready: boolean; since: number; startedAt: number }>();

  /** The rate a second since the last count, and when that was; undefined without one that can be counted from. */
  const rate = (counts: Map<string, Count>, id: string, now: Count): { value: number; from: number } | undefined => {
    const before = counts.get(id);
    counts.set(id, now);
    if (before === undefined || now.total < before.total || now.at <= before.at || now.at - before.at > OLDEST)
      return undefined;
    return { value: ((now.total - before.total) * 1000) / (now.at - before.at), from: before.at };
  };

  const samples = (name: MetricName, replica: Replica, counted: Counted, now: number): ReplicaSample => {
    if (replica.state === "created") return { notReady: true };
    const { usage, traffic } = counted;
    if (name === "memory") return percent(usage[replica.id]?.memory, replica.memoryLimit);
    if (name === "requests") return value(traffic.get(replica.id)?.value);
    const cores = counted.cpu.get(replica.id);
    const one = percent(cores?.value, replica.cpuLimit);
    const known = readiness.get(replica.id);
    const early = cores !== undefined && known !== undefined && isNotYetReady(known, cores.from, now);
    return one.value !== undefined && early ? { ...one, notReady: true } : one;
  };

  return {
    look({ replicas, at }: Observed): void {
      for (const replica of Object.values(replicas)) {
        if (!replica.ours) continue;
        const { id, startedAt = at } = replica;
        const ready = isReady(replica);
        const before = readiness.get(id);
        if (before?.startedAt !== startedAt) readiness.set(id, { ready, since: startedAt, startedAt });
        else if (before.ready !== ready) readiness.set(id, { ready, since: at, startedAt });
      }
      for (const known of [readiness, cpu, requests])
        for (const id of known.keys()) if (!(id in replicas)) known.delete(id);
    },
    /** One round for a stack's services; only what they are scaled by is sampled. */
    async sample(
      stack: string,
      services: ReadonlyArray<{ name: string; settings: Settings }>,
      { replicas }: Observed,
      at: number,
    ): Promise<Map<string, MetricSamples[]>> {
      const by = (metric: MetricName) =>
        services.filter(({ settings }) => settings.targets.some(({ name }) => name === metric));
      const of = (service: string) =>
        Object.values(replicas).filter(
          (one) => one.ours && one.stack === stack && one.service === service && !hasEnded(one),
        );
      const used = new Set([...by("cpu"), ...by("memory")].flatMap(({ name }) => of(name)));
      const ids = [...used].filter(({ state }) => state === "running").map(({ id }) => id);
      const [usage, traffic] = await Promise.all([
        ids.length === 0 ? none : engine.usage(ids),
        by("requests").length === 0 ? none : engine.traffic(stack),
      ]);
      const counted: Counted = {
        usage,
        cpu: new Map(
          Object.entries(usage).map(([id, { at, cpuSeconds: total }]) => [
            id,
            total === undefined ? undefined : rate(cpu, id, { at, total }),
          ]),
        ),
        traffic: new Map(totalsOf(traffic).map(([id, count]) => [id, rate(requests, id, count)])),
      };
      return new Map(
        services.map(({ name, settings }) => [
          name,
          settings.targets.map((target) => ({
            ...target,
            samples: of(name).map((one) => samples(target.name, one, counted, at)),
          })),
        ]),
      );
    },
  };
}

const none: Readonly<Record<string, never>> = {};

interface Counted {
  usage: Readonly<Record<string, Usage>>;
  cpu: ReadonlyMap<string, { value: number; from: number } | undefined>;
  traffic: ReadonlyMap<string, { value: number } | undefined>;
}

function totalsOf(traffic: Readonly<Record<string, Traffic>>): Array<[string, Count]> {
  return Object.values(traffic).flatMap(({ at, replicas }) =>
    Object.entries(replicas).map(([id, total]): [string, Count] => [id, { at, total }]),
  );
}

/** Like a pod that failed or is being removed: it is no part of the average. */
function hasEnded({ state }: Replica): boolean {
  return state === "exited" || state === "dead" || state === "removing";
}

function isReady({ state, health }: Replica): boolean {
  return state === "running" && (health === "none" || health === "healthy");
}

function percent(part: number | undefined, whole: number | undefined): ReplicaSample {
  return part === undefined || whole === undefined || whole <= 0 ? {} : { value: (part / whole) * 100 };
}

function value(one: number | undefined): ReplicaSample {
  return one === undefined ? {} : { value: one };
}

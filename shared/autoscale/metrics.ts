import type { MetricName, MetricSamples, ReplicaSample, Tolerance, Wish } from "./types.ts";

export const metricNames = ["cpu", "memory", "requests"] as const satisfies readonly MetricName[];

/**
 * How many replicas one metric asks for: the average over its target, times the replicas that the average is of. What
 * is not known is assumed so that it dampens: on the way down a replica without a value counts as if it were at the
 * target, on the way up one without a value or not yet ready counts as idle. When that turns the direction round or
 * brings the ratio within the tolerance, nothing is done.
 * Source: Kubernetes documentation, "Algorithm details". Where that says "current replicas", the controller multiplies by
 * the replicas that it averaged over, and so do we.
 *
 * @returns undefined when no replica that is ready has a value: the metric cannot be had
 */
export function desiredByMetric(now: number, metric: MetricSamples, tolerance: Tolerance): Wish | undefined {
  const { name, target, samples } = metric;
  const measured = samples.flatMap(({ value, notReady }) => (value === undefined || notReady === true ? [] : [value]));
  if (measured.length === 0) return undefined;
  const wish = (replicas: number): Wish => ({
    metric: name,
    current: sum(measured) / measured.length,
    target,
    replicas,
  });
  const first = ratioOf(measured, target);
  const assumed = assumptions(samples, first, target);
  const all = [...measured, ...assumed];
  const ratio = assumed.length === 0 ? first : ratioOf(all, target);
  if (within(ratio, tolerance) || (assumed.length > 0 && Math.sign(ratio - 1) !== Math.sign(first - 1)))
    return wish(now);
  const replicas = ceil(ratio * all.length);
  // More replicas may be there than are wanted, or fewer: the number must still go where the ratio points.
  const backwards = ratio > 1 ? replicas < now : replicas > now;
  return wish(assumed.length > 0 && backwards ? now : replicas);
}

function assumptions(samples: readonly ReplicaSample[], ratio: number, target: number): number[] {
  const missing = samples.filter(({ value, notReady }) => value === undefined && notReady !== true).map(() => ratio);
  const waiting = samples.filter(({ notReady }) => notReady === true);
  if (ratio > 1) return [...missing, ...waiting].map(() => 0);
  return ratio < 1 ? missing.map(() => target) : [];
}

function ratioOf(values: readonly number[], target: number): number {
  return sum(values) / values.length / target;
}

function within(ratio: number, { up, down }: Tolerance): boolean {
  return ratio <= 1 + up + TINY && ratio >= 1 - down - TINY;
}

/** Sums of fractions come out a little beside: 3 × 1.1 must not ask for a fourth replica where 3.3 / 1.1 does not. */
const TINY = 1e-9;

function ceil(replicas: number): number {
  return Math.ceil(replicas - TINY);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export interface Recommendation {
  replicas: number;
  /** The metric that asks for the most; absent when none could be had. */
  wish?: Wish;
  /** Metrics that could not be had. */
  unknown: MetricName[];
}

/**
 * The highest number that a metric asks for. A metric that cannot be had keeps the number from going down, because it
 * might have asked for more; not from going up.
 */
export function recommend(now: number, metrics: readonly MetricSamples[], tolerance: Tolerance): Recommendation {
  const wishes = metrics.map((metric) => desiredByMetric(now, metric, tolerance));
  const unknown = metrics.filter((_, index) => wishes[index] === undefined).map(({ name }) => name);
  let best: Wish | undefined;
  for (const wish of wishes)
    if (wish !== undefined && (best === undefined || wish.replicas > best.replicas)) best = wish;
  if (best === undefined) return { replicas: now, unknown };
  return { replicas: unknown.length > 0 ? Math.max(now, best.replicas) : best.replicas, wish: best, unknown };
}

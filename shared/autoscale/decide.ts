import { recommend, type Recommendation } from "./metrics.ts";
import { limitByPolicies } from "./policies.ts";
import { stabilise } from "./stabilise.ts";
import type { History, MetricSamples, Settings } from "./types.ts";

export const noHistory: History = { recommendations: [], changes: [] };

export interface Decision extends Recommendation {
  from: number;
  /** The number that should be from now on. `replicas` is what the metrics alone ask for. */
  to: number;
  /** Why `to` is not what the metrics ask for. */
  why?: string;
  history: History;
}

/**
 * One round for one service: what the metrics ask for, calmed by the windows, limited by policies and bounds. A number
 * outside of the bounds is brought inside at once, whatever the metrics say.
 *
 * @param now replicas that are wanted so far
 * @param at milliseconds
 */
export function decide(
  now: number,
  metrics: readonly MetricSamples[],
  at: number,
  history: History,
  settings: Settings,
): Decision {
  const { min, max, scaleUp, scaleDown } = settings;
  if (now < min || now > max) {
    const to = now < min ? min : max;
    const why = now < min ? `at least ${min}` : `at most ${max}`;
    return { from: now, to, replicas: to, unknown: [], why, history: changed(history, at, to - now, settings) };
  }
  const asked = recommend(now, metrics, { up: scaleUp.tolerance, down: scaleDown.tolerance });
  // Nothing was known before the first round: what is there counts as asked for, so that nothing goes down too early.
  const { recommendations } = history;
  const past = recommendations.length === 0 ? [{ at, replicas: now }] : recommendations;
  const seen = { ...history, recommendations: past };
  // A metric that cannot be had ends the round: what the others ask for is no recommendation then, unless it is more.
  const known = asked.wish !== undefined && (asked.unknown.length === 0 || asked.wish.replicas >= now);
  if (!known) return { ...asked, from: now, to: now, ...withheld(asked), history: seen };
  const calm = stabilise(now, asked.replicas, at, seen, settings);
  const limited = limitByPolicies(now, calm, at, seen, settings);
  const remembered = { ...seen, recommendations: [...past, { at, replicas: asked.replicas }] };
  const held = limited.why ?? (calm === asked.replicas ? undefined : windowWords(asked.replicas < calm, settings));
  const why = held ?? withheld(asked).why;
  return {
    ...asked,
    from: now,
    to: limited.replicas,
    ...(why === undefined ? {} : { why }),
    history: changed(remembered, at, limited.replicas - now, settings),
  };
}

function withheld({ unknown }: Recommendation): { why?: string } {
  return unknown.length === 0 ? {} : { why: `${unknown.join(" and ")} cannot be measured` };
}

function windowWords(down: boolean, { scaleUp, scaleDown }: Settings): string {
  const seconds = (down ? scaleDown : scaleUp).stabilizationWindowSeconds;
  return down ? `more was needed within ${seconds} s` : `not needed for ${seconds} s yet`;
}

/** The history with one change more, without what no window and no period looks back at. */
function changed(history: History, at: number, by: number, { scaleUp, scaleDown }: Settings): History {
  const windows = [scaleUp, scaleDown].map((one) => one.stabilizationWindowSeconds);
  const periods = [scaleUp, scaleDown].flatMap((one) => one.policies.map((policy) => policy.periodSeconds));
  const since = (seconds: readonly number[]) => at - Math.max(0, ...seconds) * 1000;
  const changes = by === 0 ? history.changes : [...history.changes, { at, by }];
  const kept = history.recommendations.filter((one) => one.at > since(windows));
  return { recommendations: kept, changes: changes.filter((one) => one.at > since(periods)) };
}

import type { History, Policy, Rules, Settings } from "./types.ts";

export interface Limited {
  replicas: number;
  /** Why it is not the number that was asked for, in words. */
  why?: string;
}

/**
 * How far one round may go: each policy says by how much the number may change within its period, counted from what it
 * was when the period began; then the bounds.
 * Source: Kubernetes documentation, "Scaling policies"; `Disabled` allows no change in that direction.
 */
export function limitByPolicies(now: number, asked: number, at: number, history: History, settings: Settings): Limited {
  if (asked > now) {
    const allowed = Math.max(now, furthest(now, at, history, settings.scaleUp, 1));
    if (asked > settings.max && settings.max <= allowed)
      return { replicas: settings.max, why: `at most ${settings.max}` };
    return asked > allowed ? { replicas: allowed, why: wordsOf(settings.scaleUp, "more") } : { replicas: asked };
  }
  if (asked < now) {
    const allowed = Math.min(now, furthest(now, at, history, settings.scaleDown, -1));
    if (asked < settings.min && settings.min >= allowed)
      return { replicas: settings.min, why: `at least ${settings.min}` };
    return asked < allowed ? { replicas: allowed, why: wordsOf(settings.scaleDown, "fewer") } : { replicas: asked };
  }
  return { replicas: asked };
}

/** The number that the rules allow at most in one direction: the policy that changes most, or least with `Min`. */
function furthest(now: number, at: number, history: History, rules: Rules, direction: 1 | -1): number {
  if (rules.selectPolicy === "Disabled" || rules.policies.length === 0) return now;
  const allowed = rules.policies.map((policy) => allowedBy(policy, now, at, history, direction));
  const upwards = (direction === 1) === (rules.selectPolicy === "Max");
  return upwards ? Math.max(...allowed) : Math.min(...allowed);
}

function allowedBy(
  { type, value, periodSeconds }: Policy,
  now: number,
  at: number,
  history: History,
  direction: 1 | -1,
) {
  const changed = history.changes
    .filter((one) => one.at > at - periodSeconds * 1000)
    .reduce((sum, { by }) => sum + by, 0);
  const start = now - changed;
  if (type === "Pods") return start + direction * value;
  // Exact in whole numbers, so that 100 % of 3 is 3 and not a little more.
  return direction === 1 ? Math.ceil((start * (100 + value)) / 100) : Math.floor((start * (100 - value)) / 100);
}

function wordsOf({ selectPolicy, policies }: Rules, direction: "more" | "fewer"): string {
  if (selectPolicy === "Disabled") return `the file allows no ${direction}`;
  const words = policies.map(({ type, value, periodSeconds }) =>
    type === "Pods" ? `${value} ${direction} in ${periodSeconds} s` : `${value} % ${direction} in ${periodSeconds} s`,
  );
  return `at most ${words.join(selectPolicy === "Max" ? " or " : " and ")}`;
}

import type { History, Settings } from "./types.ts";

/**
 * The calmest number within the windows: going up the lowest that was asked for in the window of `scaleUp`, going down
 * the highest in the window of `scaleDown`; between the two the number stays.
 * Source: Kubernetes documentation, "Stabilization window".
 *
 * @param asked what the metrics ask for now
 */
export function stabilise(
  now: number,
  asked: number,
  at: number,
  history: Pick<History, "recommendations">,
  { scaleUp, scaleDown }: Pick<Settings, "scaleUp" | "scaleDown">,
): number {
  const within = (seconds: number) => [
    asked,
    ...history.recommendations.filter((one) => one.at > at - seconds * 1000).map((one) => one.replicas),
  ];
  const lowest = Math.min(...within(scaleUp.stabilizationWindowSeconds));
  const highest = Math.max(...within(scaleDown.stabilizationWindowSeconds));
  return Math.min(Math.max(now, lowest), highest);
}

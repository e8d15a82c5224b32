import type { Traffic, Usage } from "../../shared/observed.ts";

export type TrafficByService = Readonly<Record<string, Traffic>>;

/**
 * What the gateway says of each replica, in the terms of its use: requests a second between two looks, and whether it
 * takes any now. A counter that went back belongs to a gateway that was started anew and says nothing. Pure.
 *
 * @param before the look before this one; undefined at the first
 */
export function requestRates(
  before: TrafficByService | undefined,
  now: TrafficByService,
): Record<string, Pick<Usage, "requests" | "takesRequests">> {
  return Object.fromEntries(
    Object.entries(now).flatMap(([service, { at, replicas, taking }]) => {
      const last = before?.[service];
      const seconds = last === undefined ? 0 : (at - last.at) / 1000;
      return Object.entries(replicas).map(([id, total]) => {
        const more = total - (last?.replicas[id] ?? Number.NaN);
        const rate = seconds > 0 && more >= 0 ? { requests: more / seconds } : {};
        return [id, { takesRequests: taking.includes(id), ...rate }];
      });
    }),
  );
}

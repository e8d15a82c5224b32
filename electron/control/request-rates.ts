import type { Traffic, Usage } from "../../shared/observed.ts";

export type TrafficByService = Readonly<Record<string, Traffic>>;

/**
 * What the gateway says of each replica, in the terms of its use: requests and errors a second between two looks, and
 * whether it takes any now. A counter that went back belongs to a gateway that was started anew and says nothing. Pure.
 *
 * @param before the look before this one; undefined at the first
 */
export function requestRates(
  before: TrafficByService | undefined,
  now: TrafficByService,
): Record<string, Pick<Usage, "requests" | "errors" | "takesRequests">> {
  return Object.fromEntries(
    Object.entries(now).flatMap(([service, traffic]) => {
      const last = before?.[service];
      const seconds = last === undefined ? 0 : (traffic.at - last.at) / 1000;
      const rate = (total: number | undefined, from: number | undefined) =>
        total !== undefined && from !== undefined && seconds > 0 && total >= from
          ? (total - from) / seconds
          : undefined;
      return Object.entries(traffic.replicas).map(([id, total]) => {
        const requests = rate(total, last?.replicas[id]);
        // Without the one there is not the other: errors of an unknown number of requests say little.
        const errors = requests === undefined ? undefined : rate(traffic.errors[id], last?.errors[id]);
        return [
          id,
          {
            takesRequests: traffic.taking.includes(id),
            ...(requests === undefined ? {} : { requests }),
            ...(errors === undefined ? {} : { errors }),
          },
        ];
      });
    }),
  );
}

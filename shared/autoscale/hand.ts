import type { EditAnswer } from "../stack/edit-error.ts";
import type { UserEdit } from "../stack/edit-values.ts";
import type { Service } from "../stack/project.ts";
import { activeAutoscale } from "./settings.ts";

/**
 * What a hand on the slider writes into the file. Where the service is autoscaled the hand wins: a number outside of the
 * bounds moves that bound, one inside pauses the autoscaler, and 0 switches it off until there are replicas again.
 *
 * @param shared the answer to the question about a value that others share
 */
export function handEdits(name: string, service: Service, replicas: number, shared?: EditAnswer): UserEdit[] {
  const more = shared === undefined ? {} : { shared };
  const number: UserEdit = { kind: "set-replicas", service: name, replicas, ...more };
  const autoscale = activeAutoscale(service);
  if (autoscale === undefined || replicas === 0) return [number];
  const set = (change: { min?: number; max?: number; paused?: true }): UserEdit[] => [
    { kind: "set-autoscale", service: name, ...change, ...more },
    number,
  ];
  if (replicas > autoscale.max) return set({ max: replicas });
  return set(replicas < autoscale.min ? { min: replicas } : { paused: true });
}

/** The same in words, for whoever asked. */
export function handWords(name: string, replicas: number, service: Service): string | undefined {
  const autoscale = activeAutoscale(service);
  if (autoscale === undefined) return undefined;
  if (replicas === 0) return `${name}: autoscaling is off while there are no replicas.`;
  if (replicas > autoscale.max) return `${name}: autoscaling now goes up to ${replicas}.`;
  if (replicas < autoscale.min) return `${name}: autoscaling now goes down to ${replicas}.`;
  return `${name}: autoscaling is paused. To go on, take "paused" out of the file, or press Resume in the window.`;
}

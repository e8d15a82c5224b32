/** The words of the support table: what becomes of one key of the specification on each engine. */
import type { Service } from "../project.ts";

export const engines = ["docker", "kubernetes"] as const;
export type EngineKind = (typeof engines)[number];

export type Support =
  | { state: "supported" }
  /** Done, but not to the letter: how. */
  | { state: "approximated"; text: string }
  /** Nothing is done with it: why. */
  | { state: "ignored"; text: string };

export interface Row extends Record<EngineKind, Support> {
  /** Only values for which this holds differ from what the key promises; every value when absent. */
  matters?: (value: unknown, service: Service | undefined) => boolean;
}

/** Rows by path: `services.*.ports[].target`, where `*` stands for a name and `[]` for an item. */
export type Rows = Record<string, Row>;

export const yes: Support = { state: "supported" };
export const nearly = (text: string): Support => ({ state: "approximated", text });
export const no = (text: string): Support => ({ state: "ignored", text });

export function row(docker: Support, kubernetes: Support, matters?: Row["matters"]): Row {
  return matters === undefined ? { docker, kubernetes } : { docker, kubernetes, matters };
}

/** The same row for several keys. */
export function each(keys: string, one: Row): Rows {
  return Object.fromEntries(keys.split(/\s+/).map((key) => [key, one]));
}

/** Rows of a map's keys, below the path of the map. */
export function below(path: string, rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([key, one]) => [`${path}.${key}`, one]));
}

export const both = (one: Support, matters?: Row["matters"]): Row => row(one, one, matters);
export const everywhere = row(yes, yes);

/** `x-gantry`, on the stack and on a service (DESIGN section 4). */
import type { Shape } from "../shape.ts";
import { listOf, mapTo, mapWith, replace } from "./containers.ts";
import { flag, oneOf, realNumber, text, wholeNumber } from "./scalars.ts";

const closed = { extensions: false };

export const stackExtension: Shape = mapWith(
  {
    layout: mapTo({ ...listOf(realNumber()), allowed: "a pair [x, y]", merge: replace }),
    experiments: listOf(
      mapWith({ provider: text, service: text, url: text, experiment: text }, { ...closed, required: ["provider"] }),
    ),
  },
  closed,
);

export const serviceExtension: Shape = mapWith(
  {
    kind: oneOf("deployment", "statefulset", "daemonset", "job", "cronjob"),
    schedule: text,
    autoscale: mapWith(
      { min: wholeNumber(0), max: wholeNumber(1), cpu: wholeNumber(1, 1000), memory: wholeNumber(1, 1000) },
      { ...closed, required: ["min", "max"] },
    ),
    gpu: mapWith({ exclusive: flag }, closed),
    gateway: mapWith({ mode: oneOf("tcp", "http"), sticky: flag }, closed),
  },
  closed,
);

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

/** Ranges as in Kubernetes, autoscaling/v2: a window of at most an hour, a period of at most half an hour. */
const scalingRules = mapWith(
  {
    stabilizationWindowSeconds: wholeNumber(0, 3600),
    policies: listOf(
      mapWith(
        { type: oneOf("Pods", "Percent"), value: wholeNumber(1), periodSeconds: wholeNumber(1, 1800) },
        { ...closed, required: ["type", "value", "periodSeconds"] },
      ),
      replace,
    ),
    selectPolicy: oneOf("Max", "Min", "Disabled"),
    tolerance: realNumber(0),
  },
  closed,
);

export const serviceExtension: Shape = mapWith(
  {
    kind: oneOf("deployment", "statefulset", "daemonset", "job", "cronjob"),
    schedule: text,
    autoscale: mapWith(
      {
        min: wholeNumber(0),
        max: wholeNumber(1, 500),
        cpu: wholeNumber(1, 1000),
        memory: wholeNumber(1, 1000),
        requests: wholeNumber(1),
        behavior: mapWith({ scaleUp: scalingRules, scaleDown: scalingRules }, closed),
        paused: flag,
      },
      { ...closed, required: ["min", "max"] },
    ),
    gpu: mapWith({ exclusive: flag }, closed),
    gateway: mapWith({ mode: oneOf("tcp", "http"), sticky: flag }, closed),
  },
  closed,
);

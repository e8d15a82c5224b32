import type { Shape } from "../shape.ts";
import { mapTo, mapWith } from "./containers.ts";
import { integer } from "./scalars.ts";

const softHard = mapWith({ soft: integer, hard: integer }, { required: ["soft", "hard"] });

/** A number for both limits, or a map with soft and hard. */
export const ulimits: Shape = mapTo({
  ...integer,
  allowed: "a whole number, or a map with soft and hard",
  ...(softHard.map === undefined ? {} : { map: softHard.map }),
  merge: { how: "replace" },
});

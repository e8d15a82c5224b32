import type { Shape } from "../shape.ts";
import { mapWith } from "./containers.ts";
import { flag, text } from "./scalars.ts";

const legacy = mapWith({ name: text });

/** `external: true`, or the older `external: {name: other}`; the name moves up when the project is finished. */
export const external: Shape = {
  ...flag,
  ...(legacy.map === undefined ? {} : { map: legacy.map }),
};

/** `develop` and lifecycle hooks. Source: Compose Develop Specification; Compose Specification, "post_start". */
import type { Shape } from "../shape.ts";
import { command } from "./command.ts";
import { listOf, mapWith, oneOrMany, orNothing, pairs } from "./containers.ts";
import { filePath, flag, oneOf, text } from "./scalars.ts";

const hook = mapWith(
  { command, user: text, privileged: flag, working_dir: text, environment: pairs(null) },
  { required: ["command"] },
);

export const hooks: Shape = listOf(hook);

export const develop: Shape = orNothing(
  mapWith({
    watch: listOf(
      mapWith(
        {
          path: filePath,
          action: oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec"),
          target: text,
          ignore: oneOrMany(text),
          include: oneOrMany(text),
          initial_sync: flag,
          exec: hook,
        },
        { required: ["path", "action"] },
      ),
    ),
  }),
);

/** The root of a Compose file. Source: Compose Specification. */
import type { Shape } from "../shape.ts";
import { listOf, mapTo, mapWith, oneOrMany, orNothing, texts } from "./containers.ts";
import { config, secret } from "./files.ts";
import { stackExtension } from "./gantry.ts";
import { network, volume } from "./networks.ts";
import { integer, text } from "./scalars.ts";
import { service } from "./service.ts";

const name = {
  pattern: /^[a-zA-Z0-9._-]+$/,
  allowed: "letters, digits, dots, dashes and underscores",
};

const included: Shape = {
  ...mapWith(
    { path: oneOrMany(text), env_file: oneOrMany(text), project_directory: text },
    { extensions: false, required: ["path"] },
  ),
  allowed: "a path, or a map with path",
  ...(text.scalar === undefined ? {} : { scalar: text.scalar }),
};

const model: Shape = mapWith(
  { name: text, model: text, context_size: integer, runtime_flags: texts },
  { required: ["model"] },
);

export const stack: Shape = mapWith({
  version: text,
  name: text,
  include: orNothing(listOf(included)),
  services: mapTo(service, name),
  models: mapTo(model, name),
  networks: mapTo(network, name),
  volumes: mapTo(volume, name),
  secrets: mapTo(secret, name),
  configs: mapTo(config, name),
  "x-gantry": stackExtension,
});

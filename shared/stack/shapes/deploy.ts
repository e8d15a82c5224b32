/** `deploy`, `gpus` and device requests. Source: Compose Deploy Specification. */
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import { list, map, scalar, withTag } from "../tree.ts";
import { listOf, mapWith, orNothing, pairs, texts } from "./containers.ts";
import { bytesText, duration, integer, natural, oneOf, realNumber, scalarShape, text } from "./scalars.ts";

/** A number of devices; `all` is -1, as Compose prints it. */
const deviceCount = scalarShape('a whole number or "all"', (value) => {
  if (value === "all") return -1;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : new Refusal();
});

const deviceRequest = {
  capabilities: texts,
  count: deviceCount,
  device_ids: texts,
  driver: text,
  options: pairs(""),
};

export const gpus: Shape = {
  allowed: "all, or a list of GPU requests",
  scalar: (tree) =>
    tree.value === "all"
      ? withTag(list(tree, [map(tree, [["count", scalar(tree, -1)]])]), tree.tag)
      : new Refusal('Write "gpus: all" or a list of maps with count or device_ids.'),
  list: mapWith(deviceRequest),
};

const updateConfig = mapWith({
  parallelism: natural,
  delay: duration,
  failure_action: text,
  monitor: duration,
  max_failure_ratio: realNumber(0),
  order: oneOf("start-first", "stop-first"),
});

const limits = { cpus: realNumber(0), memory: bytesText, pids: integer };

export const deploy: Shape = orNothing(
  mapWith({
    mode: text,
    endpoint_mode: text,
    replicas: natural,
    labels: pairs(""),
    rollback_config: updateConfig,
    update_config: updateConfig,
    resources: mapWith({
      limits: mapWith(limits),
      reservations: mapWith({
        cpus: limits.cpus,
        memory: limits.memory,
        generic_resources: listOf(mapWith({ discrete_resource_spec: mapWith({ kind: text, value: integer }) })),
        devices: listOf(mapWith(deviceRequest, { required: ["capabilities"] })),
      }),
    }),
    restart_policy: mapWith({ condition: text, delay: duration, max_attempts: natural, window: duration }),
    placement: mapWith({
      constraints: texts,
      preferences: listOf(mapWith({ spread: text })),
      max_replicas_per_node: natural,
    }),
  }),
);

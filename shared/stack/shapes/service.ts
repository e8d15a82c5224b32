/** A service. Source: Compose Specification, 05-services. */
import type { Convert, Shape } from "../shape.ts";
import { build } from "./build.ts";
import { command, healthTest } from "./command.ts";
import {
  distinctTexts,
  listOf,
  mapTo,
  mapWith,
  oneOrMany,
  options,
  orNothing,
  pairs,
  unique,
  uniqueTexts,
} from "./containers.ts";
import { deploy, gpus } from "./deploy.ts";
import { dependsOn } from "./depends-on.ts";
import { develop, hooks } from "./develop.ts";
import { devices } from "./devices.ts";
import { envFiles, labelFiles } from "./env-files.ts";
import { extraHosts } from "./extra-hosts.ts";
import { fileReferences } from "./files.ts";
import { serviceExtension } from "./gantry.ts";
import { mounts } from "./mounts.ts";
import { namesOr, serviceNetworks } from "./networks.ts";
import { ports } from "./ports.ts";
import {
  bytes,
  bytesOrUnlimited,
  duration,
  flag,
  integer,
  looseText,
  natural,
  oneOf,
  realNumber,
  scalarShape,
  text,
  textOrNumber,
  wholeNumber,
} from "./scalars.ts";
import { Refusal } from "../shape.ts";
import type { ListTree, MapTree } from "../tree.ts";
import { child, textOf } from "../tree.ts";
import { ulimits } from "./ulimits.ts";

const blkioLimit = listOf(mapWith({ path: text, rate: bytes }, { extensions: false }));

const pullPolicy = scalarShape(
  "always, never, missing, if_not_present, build, daily, weekly or every_<duration>",
  (value) =>
    typeof value === "string" &&
    /^(always|never|missing|if_not_present|build|refresh|daily|weekly|every_(\d+[wdhms])+)$/.test(value)
      ? value
      : new Refusal(),
);

const textOrNothing = scalarShape("text or nothing", (value) =>
  value === null || typeof value === "string" ? value : new Refusal(),
);

/** Compose drops empty DNS servers, which is what variables without a value leave. */
const withoutEmpty: Convert<ListTree | MapTree> = (tree) =>
  tree.kind === "list" ? { ...tree, items: tree.items.filter((item) => textOf(item) !== "") } : tree;

/** Options belong to a driver, so another driver starts anew. */
const logging: Shape = {
  ...mapWith({ driver: text, options }),
  merge: {
    how: "own",
    join: (base, later) => {
      const [before, now] = [textOf(child(base, "driver")), textOf(child(later, "driver"))];
      return before !== undefined && now !== undefined && before !== now ? later : undefined;
    },
  },
};

const extendsShape: Shape = {
  ...mapWith({ service: text, file: text }, { extensions: false, required: ["service"] }),
  allowed: "the name of a service, or a map with service and file",
  scalar: text.scalar ?? (() => new Refusal()),
  merge: { how: "replace" },
};

export const service: Shape = mapWith({
  annotations: pairs(""),
  attach: flag,
  blkio_config: mapWith(
    {
      device_read_bps: blkioLimit,
      device_read_iops: blkioLimit,
      device_write_bps: blkioLimit,
      device_write_iops: blkioLimit,
      weight: natural,
      weight_device: listOf(mapWith({ path: text, weight: natural }, { extensions: false })),
    },
    { extensions: false },
  ),
  build,
  cap_add: uniqueTexts,
  cap_drop: uniqueTexts,
  cgroup: oneOf("host", "private"),
  cgroup_parent: text,
  command,
  configs: fileReferences("/"),
  container_name: text,
  cpu_count: natural,
  cpu_percent: realNumber(0),
  cpu_period: integer,
  cpu_quota: integer,
  cpu_rt_period: integer,
  cpu_rt_runtime: integer,
  cpu_shares: integer,
  cpus: realNumber(0),
  cpuset: text,
  credential_spec: mapWith({ config: text, file: text, registry: text }),
  depends_on: dependsOn,
  deploy,
  develop,
  device_cgroup_rules: distinctTexts,
  devices,
  dns: { ...oneOrMany(text, unique), normal: withoutEmpty },
  dns_opt: uniqueTexts,
  dns_search: oneOrMany(text, unique),
  domainname: text,
  entrypoint: command,
  env_file: envFiles,
  environment: pairs(null),
  expose: listOf(textOrNumber, unique),
  extends: extendsShape,
  external_links: distinctTexts,
  extra_hosts: extraHosts,
  gpus,
  group_add: listOf(textOrNumber, { how: "distinct" }),
  healthcheck: mapWith({
    disable: flag,
    interval: duration,
    retries: natural,
    start_interval: duration,
    start_period: duration,
    test: healthTest,
    timeout: duration,
  }),
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: labelFiles,
  labels: pairs(""),
  links: uniqueTexts,
  logging,
  mac_address: text,
  mem_limit: bytes,
  mem_reservation: bytes,
  mem_swappiness: wholeNumber(-1, 100),
  memswap_limit: bytesOrUnlimited,
  models: namesOr(orNothing(mapWith({ endpoint_var: text, model_var: text })), "models"),
  network_mode: text,
  networks: serviceNetworks,
  oom_kill_disable: flag,
  oom_score_adj: wholeNumber(-1000, 1000),
  pid: textOrNothing,
  pids_limit: integer,
  platform: text,
  ports,
  post_start: hooks,
  pre_stop: hooks,
  privileged: flag,
  profiles: uniqueTexts,
  provider: mapWith(
    { type: text, options: mapTo(oneOrMany(scalarShape("text, a number, true or false", (value) => String(value)))) },
    { required: ["type"] },
  ),
  pull_policy: pullPolicy,
  pull_refresh_after: text,
  read_only: flag,
  restart: text,
  runtime: text,
  scale: natural,
  secrets: fileReferences("/run/secrets/"),
  security_opt: distinctTexts,
  shm_size: bytes,
  stdin_open: flag,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: mapTo(looseText),
  sysctls: pairs(""),
  tmpfs: oneOrMany(text, unique),
  tty: flag,
  ulimits,
  use_api_socket: flag,
  user: text,
  userns_mode: text,
  uts: text,
  volumes: mounts,
  volumes_from: distinctTexts,
  working_dir: text,
  "x-gantry": serviceExtension,
});

/**
 * The stack document after loading: merged, interpolated and in long form.
 *
 * The shape is Compose's own canonical one, the one `docker compose config --format json` prints, so that
 * every engine, the window and the CLI read the field's names and the two tools can be compared key by key.
 * Source: Compose Specification, https://github.com/compose-spec/compose-spec
 */

export interface Project {
  name: string;
  services: Record<string, Service>;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  secrets: Record<string, FileObject>;
  configs: Record<string, FileObject>;
  "x-gantry"?: StackExtension;
  [extension: `x-${string}`]: unknown;
}

/** A device and how much of it a second: bytes as a decimal string, or operations. */
export interface BlkioLimit {
  path: string;
  rate: string | number;
}

export interface Service {
  image?: string;
  build?: Build;
  /** null means "the image's own". */
  command: string[] | null;
  entrypoint: string[] | null;
  environment?: Record<string, string | null>;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ports?: Port[];
  expose?: string[];
  volumes?: Mount[];
  tmpfs?: string[];
  networks?: Record<string, ServiceNetwork | null>;
  network_mode?: string;
  depends_on?: Record<string, Dependency>;
  links?: string[];
  healthcheck?: Healthcheck;
  deploy?: Deploy;
  scale?: number;
  restart?: string;
  container_name?: string;
  hostname?: string;
  domainname?: string;
  working_dir?: string;
  user?: string;
  group_add?: string[];
  read_only?: boolean;
  init?: boolean;
  tty?: boolean;
  stdin_open?: boolean;
  privileged?: boolean;
  cap_add?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  devices?: Array<{ source: string; target: string; permissions?: string }>;
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  extra_hosts?: string[];
  sysctls?: Record<string, string>;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  logging?: { driver?: string; options?: Record<string, string> };
  stop_signal?: string;
  /** Compose duration, for example `10s`. */
  stop_grace_period?: string;
  pull_policy?: string;
  platform?: string;
  profiles?: string[];
  secrets?: FileReference[];
  configs?: FileReference[];
  cpus?: number;
  cpu_shares?: number;
  cpuset?: string;
  /** Bytes as a decimal string, as Compose prints them. */
  mem_limit?: string;
  mem_reservation?: string;
  memswap_limit?: string;
  shm_size?: string;
  pids_limit?: number;
  cpu_period?: number;
  cpu_quota?: number;
  cpu_rt_period?: number;
  cpu_rt_runtime?: number;
  device_cgroup_rules?: string[];
  mem_swappiness?: number;
  oom_kill_disable?: boolean;
  oom_score_adj?: number;
  storage_opt?: Record<string, string>;
  blkio_config?: {
    weight?: number;
    weight_device?: Array<{ path: string; weight: number }>;
    device_read_bps?: BlkioLimit[];
    device_read_iops?: BlkioLimit[];
    device_write_bps?: BlkioLimit[];
    device_write_iops?: BlkioLimit[];
  };
  ipc?: string;
  pid?: string;
  uts?: string;
  userns_mode?: string;
  cgroup?: string;
  cgroup_parent?: string;
  runtime?: string;
  gpus?: DeviceRequest[];
  "x-gantry"?: ServiceExtension;
  [extension: `x-${string}`]: unknown;
}

export interface Build {
  context: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  args?: Record<string, string | null>;
  target?: string;
  labels?: Record<string, string>;
  cache_from?: string[];
  network?: string;
  no_cache?: boolean;
  pull?: boolean;
  platforms?: string[];
  shm_size?: string;
  extra_hosts?: string[];
  tags?: string[];
}

export interface Port {
  mode?: string;
  target: number;
  /** A port, a range `8000-8010`, or absent for any free port. */
  published?: string;
  protocol?: string;
  host_ip?: string;
  name?: string;
  app_protocol?: string;
}

export interface Mount {
  type: "volume" | "bind" | "tmpfs" | "npipe" | "cluster" | "image";
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { propagation?: string; create_host_path?: boolean; selinux?: string; recursive?: string };
  volume?: { nocopy?: boolean; subpath?: string };
  tmpfs?: { size?: string; mode?: number };
}

export interface ServiceNetwork {
  aliases?: string[];
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  priority?: number;
  driver_opts?: Record<string, string>;
}

export interface Dependency {
  condition: "service_started" | "service_healthy" | "service_completed_successfully";
  required: boolean;
  restart?: boolean;
}

export interface Healthcheck {
  test?: string[];
  /** Compose durations. */
  interval?: string;
  timeout?: string;
  start_period?: string;
  start_interval?: string;
  retries?: number;
  disable?: boolean;
}

export interface Deploy {
  mode?: string;
  replicas?: number;
  endpoint_mode?: string;
  labels?: Record<string, string>;
  update_config?: UpdateConfig;
  rollback_config?: UpdateConfig;
  restart_policy?: { condition?: string; delay?: string; max_attempts?: number; window?: string };
  resources?: { limits?: Resources; reservations?: Resources };
  placement?: Record<string, unknown>;
}

export interface UpdateConfig {
  parallelism?: number;
  delay?: string;
  failure_action?: string;
  monitor?: string;
  max_failure_ratio?: number;
  order?: string;
}

export interface Resources {
  /** Cores. */
  cpus?: number;
  /** Bytes as a decimal string. */
  memory?: string;
  pids?: number;
  devices?: DeviceRequest[];
}

export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  /** -1 stands for all. */
  count?: number;
  device_ids?: string[];
  options?: Record<string, string>;
}

export interface FileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  /** Octal as a string. */
  mode?: string;
}

export interface Network {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  internal?: boolean;
  attachable?: boolean;
  enable_ipv6?: boolean;
  external?: boolean;
  labels?: Record<string, string>;
  ipam?: {
    driver?: string;
    config?: Array<{ subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: Record<string, string> }>;
    options?: Record<string, string>;
  };
}

export interface Volume {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
}

/** A secret or a config. */
export interface FileObject {
  name: string;
  file?: string;
  environment?: string;
  content?: string;
  external?: boolean;
  labels?: Record<string, string>;
}

/** `x-gantry` on the stack. */
export interface StackExtension {
  /** Canvas position in pixels, by service. */
  layout?: Record<string, [number, number]>;
  experiments?: Array<{ provider: string; service?: string; url?: string; experiment?: string }>;
}

/** `x-gantry` on a service. */
export interface ServiceExtension {
  kind?: "deployment" | "statefulset" | "daemonset" | "job" | "cronjob";
  schedule?: string;
  autoscale?: {
    min: number;
    max: number;
    /** Percent of a replica's limit. */
    cpu?: number;
    memory?: number;
    /** Requests a second for each replica behind the gateway; new connections in TCP mode. */
    requests?: number;
    /** As in a HorizontalPodAutoscaler; what is left out is its default. */
    behavior?: { scaleUp?: AutoscaleRules; scaleDown?: AutoscaleRules };
    /** A hand has taken the number of replicas over. */
    paused?: boolean;
  };
  gpu?: { exclusive?: boolean };
  /** How the stack's gateway balances this service's ports; `mode` is otherwise the port's `app_protocol`, or tcp. */
  gateway?: { mode?: "tcp" | "http"; sticky?: boolean };
}

/** Names, units and defaults as in Kubernetes, autoscaling/v2, HPAScalingRules. */
export interface AutoscaleRules {
  stabilizationWindowSeconds?: number;
  policies?: Array<{ type: "Pods" | "Percent"; value: number; periodSeconds: number }>;
  selectPolicy?: "Max" | "Min" | "Disabled";
  /** A part of 1: 0.1 is ten percent. */
  tolerance?: number;
}

import { each, everywhere, nearly, no, row, yes, both, type Rows } from "./row.ts";

const kubelet = no("The kubelet has no such setting for a container.");
const noModels = both(no("Gantry runs no models."));
const hooks = no("Gantry runs no hooks on Docker yet.");
const oldGroups = nearly("Only where the engine has control groups of version 1; with version 2 it has no effect.");
const realtime = nearly(
  "Only where the engine has control groups of version 1 and a kernel with real-time scheduling; else it is left out or refused.",
);
const windows = "Windows containers only.";

/** A service's plain keys; what is built, mounted, connected, checked and deployed has files of its own. */
export const serviceRows: Rows = {
  ...each("image command entrypoint environment working_dir tty stdin_open privileged read_only", everywhere),
  ...each("cap_add cap_drop stop_grace_period annotations", everywhere),
  // Read, folded in or left out when the file is loaded.
  ...each("env_file env_file[].path env_file[].required env_file[].format label_file profiles", everywhere),
  ...each("extends extends.service extends.file", everywhere),
  attach: both(
    no("Gantry attaches to nothing; logs are there whenever they are looked at."),
    (value) => value === false,
  ),
  ...each(
    "blkio_config blkio_config.device_read_bps blkio_config.device_read_bps[].path blkio_config.device_read_bps[].rate " +
      "blkio_config.device_read_iops blkio_config.device_read_iops[].path blkio_config.device_read_iops[].rate " +
      "blkio_config.device_write_bps blkio_config.device_write_bps[].path blkio_config.device_write_bps[].rate " +
      "blkio_config.device_write_iops blkio_config.device_write_iops[].path blkio_config.device_write_iops[].rate " +
      "blkio_config.weight blkio_config.weight_device blkio_config.weight_device[].path " +
      "blkio_config.weight_device[].weight",
    row(yes, kubelet),
  ),
  cgroup: row(yes, kubelet),
  cgroup_parent: row(yes, kubelet),
  container_name: row(yes, no("Pods get generated names.")),
  ...each("cpu_count cpu_percent", row(no(windows), no(windows))),
  ...each("cpu_period cpu_quota", row(yes, no("Write deploy.resources.limits.cpus."))),
  ...each("cpu_rt_period cpu_rt_runtime", row(realtime, no("Write deploy.resources.limits.cpus."))),
  cpu_shares: row(yes, nearly("Becomes a CPU request of shares / 1024.")),
  cpus: everywhere,
  cpuset: row(yes, no("The kubelet's CPU manager chooses cores.")),
  ...each(
    "credential_spec credential_spec.config credential_spec.file credential_spec.registry",
    row(no(windows), no(windows)),
  ),
  device_cgroup_rules: row(yes, kubelet),
  devices: row(yes, no("A pod gets devices from a device plugin; ask for GPUs with gpus.")),
  "devices[].source": row(yes, no("A pod gets devices from a device plugin.")),
  "devices[].target": row(yes, no("A pod gets devices from a device plugin.")),
  "devices[].permissions": row(yes, no("A pod gets devices from a device plugin.")),
  dns: everywhere,
  dns_opt: everywhere,
  dns_search: everywhere,
  domainname: row(yes, nearly("Becomes the pod's subdomain.")),
  extra_hosts: everywhere,
  gpus: row(yes, nearly("A limit of the vendor's resource, such as nvidia.com/gpu.")),
  "gpus[].capabilities": row(yes, no("A device plugin hands out whole GPUs.")),
  "gpus[].count": everywhere,
  "gpus[].device_ids": row(yes, no("The scheduler chooses the GPU.")),
  "gpus[].driver": row(yes, nearly("Chooses the resource's name.")),
  "gpus[].options": row(yes, no("A device plugin takes no options.")),
  group_add: row(yes, nearly("Group ids only; names are not known to the cluster.")),
  hostname: everywhere,
  init: row(yes, no("The image itself must reap its children."), (value) => value === true),
  ipc: row(yes, nearly("host only; other modes are left out.")),
  isolation: row(no(windows), no(windows)),
  labels: row(yes, nearly("Become annotations of the pods.")),
  logging: row(yes, no("The node's container runtime writes the logs.")),
  "logging.driver": row(yes, no("The node's container runtime writes the logs.")),
  "logging.options": row(yes, no("The node's container runtime writes the logs.")),
  mem_limit: everywhere,
  mem_reservation: row(yes, nearly("Becomes the memory request.")),
  mem_swappiness: row(oldGroups, kubelet),
  memswap_limit: row(yes, kubelet),
  ...each("models models.*.endpoint_var models.*.model_var", noModels),
  oom_kill_disable: row(oldGroups, kubelet),
  oom_score_adj: row(yes, no("The kubelet sets it from requests and limits.")),
  pid: row(yes, nearly("host only; other modes are left out.")),
  pids_limit: row(yes, no("A setting of the kubelet, not of a pod.")),
  platform: row(yes, nearly("A node selector for the processor.")),
  ...each(
    "post_start post_start[].command post_start[].user post_start[].privileged post_start[].working_dir " +
      "post_start[].environment pre_stop pre_stop[].command pre_stop[].user pre_stop[].privileged " +
      "pre_stop[].working_dir pre_stop[].environment",
    row(hooks, nearly("The first hook becomes the pod's lifecycle hook and runs as the container does.")),
  ),
  ...each("provider provider.type provider.options", both(no("Gantry runs no providers."))),
  pull_policy: row(
    nearly("Treated as missing: an image that is there is good enough."),
    nearly("Becomes imagePullPolicy; pulling by time becomes Always."),
    (value) => typeof value === "string" && /^(daily|weekly|refresh|every_)/.test(value),
  ),
  pull_refresh_after: both(no("An image that is there is good enough.")),
  restart: row(yes, nearly("Always: a Deployment. no and on-failure: a Job."), (value) => value !== "always"),
  runtime: row(yes, nearly("Taken as the name of a RuntimeClass.")),
  scale: everywhere,
  security_opt: row(yes, nearly("no-new-privileges, seccomp and AppArmor; other options are left out.")),
  shm_size: row(yes, nearly("A memory-backed volume at /dev/shm.")),
  stop_signal: row(yes, nearly("From Kubernetes 1.33 on; older clusters send the image's.")),
  storage_opt: row(yes, kubelet),
  sysctls: row(yes, nearly("Unsafe ones only where the kubelet allows them.")),
  ulimits: row(yes, kubelet),
  "ulimits.*.soft": row(yes, kubelet),
  "ulimits.*.hard": row(yes, kubelet),
  use_api_socket: both(no("Mount the engine's socket as a volume to get the same."), (value) => value === true),
  user: row(yes, nearly("User and group ids only; names are not known to the cluster.")),
  userns_mode: row(yes, nearly("host only; becomes hostUsers.")),
  uts: row(yes, no("A pod has a UTS namespace of its own unless it is on the host's network.")),
  "x-gantry": everywhere,
  "x-gantry.kind": row(
    nearly("Jobs are told from services; the other kinds make no difference on a single engine."),
    yes,
    (value) => value !== "deployment" && value !== "job",
  ),
  "x-gantry.schedule": row(no("Not in force yet: the job runs once, now."), yes),
  "x-gantry.autoscale": row(
    no("Not in force yet: the number of replicas is the file's."),
    nearly("A HorizontalPodAutoscaler; needs metrics in the cluster."),
  ),
  ...each(
    "x-gantry.autoscale.min x-gantry.autoscale.max x-gantry.autoscale.cpu x-gantry.autoscale.memory",
    row(no("Not in force yet: the number of replicas is the file's."), yes),
  ),
  ...each(
    "x-gantry.gpu x-gantry.gpu.exclusive",
    row(no("Not in force yet: services share a GPU."), nearly("A device plugin hands out whole GPUs.")),
  ),
  ...each(
    "x-gantry.gateway x-gantry.gateway.mode x-gantry.gateway.sticky",
    row(yes, no("Services of the cluster balance by connection.")),
  ),
};

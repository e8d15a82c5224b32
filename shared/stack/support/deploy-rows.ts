import { both, each, everywhere, nearly, no, row, yes, type Rows } from "./row.ts";

const oneNode = no("A Docker engine is one node.");
const watched = nearly("Gantry watches the rollout and undoes it.");

/** `deploy` and `healthcheck`. */
export const deployRows: Rows = {
  deploy: everywhere,
  "deploy.mode": row(
    nearly("A Docker engine is one node: a global service gets one replica. Jobs run once."),
    nearly("global becomes a DaemonSet, a job a Job."),
    (value) => value !== "replicated",
  ),
  "deploy.endpoint_mode": row(no("Names are answered with every replica's address."), yes, (value) => value === "vip"),
  "deploy.replicas": everywhere,
  "deploy.labels": row(
    no("There is no service object on Docker; write labels."),
    nearly("Annotations of the workload."),
  ),
  "deploy.update_config": row(yes, nearly("The workload's update strategy.")),
  "deploy.update_config.parallelism": row(yes, nearly("Becomes maxSurge or maxUnavailable.")),
  "deploy.update_config.delay": row(yes, nearly("Becomes minReadySeconds.")),
  "deploy.update_config.failure_action": row(yes, watched),
  "deploy.update_config.monitor": row(yes, watched),
  "deploy.update_config.max_failure_ratio": row(yes, no("One failing pod stops a rollout.")),
  "deploy.update_config.order": row(yes, yes),
  ...each(
    "deploy.rollback_config deploy.rollback_config.parallelism deploy.rollback_config.delay " +
      "deploy.rollback_config.failure_action deploy.rollback_config.monitor " +
      "deploy.rollback_config.max_failure_ratio deploy.rollback_config.order",
    row(yes, no("A roll back is a rollout like any other and uses update_config.")),
  ),
  ...each("deploy.resources deploy.resources.limits deploy.resources.reservations", everywhere),
  "deploy.resources.limits.cpus": everywhere,
  "deploy.resources.limits.memory": everywhere,
  "deploy.resources.limits.pids": row(yes, no("A setting of the kubelet, not of a pod.")),
  "deploy.resources.reservations.cpus": row(no("A Docker engine reserves no cores; limits do have an effect."), yes),
  "deploy.resources.reservations.memory": everywhere,
  ...each(
    "deploy.resources.reservations.generic_resources " +
      "deploy.resources.reservations.generic_resources[].discrete_resource_spec " +
      "deploy.resources.reservations.generic_resources[].discrete_resource_spec.kind " +
      "deploy.resources.reservations.generic_resources[].discrete_resource_spec.value",
    row(oneNode, nearly("An extended resource of that name.")),
  ),
  "deploy.resources.reservations.devices": row(
    yes,
    nearly("A limit of the vendor's resource, such as nvidia.com/gpu."),
  ),
  "deploy.resources.reservations.devices[].capabilities": row(yes, no("A device plugin hands out whole devices.")),
  "deploy.resources.reservations.devices[].count": everywhere,
  "deploy.resources.reservations.devices[].device_ids": row(yes, no("The scheduler chooses the device.")),
  "deploy.resources.reservations.devices[].driver": row(yes, nearly("Chooses the resource's name.")),
  "deploy.resources.reservations.devices[].options": row(yes, no("A device plugin takes no options.")),
  "deploy.restart_policy": everywhere,
  "deploy.restart_policy.condition": row(
    nearly("any becomes unless-stopped, so that a stopped stack stays down."),
    nearly("any: a Deployment. none and on-failure: a Job."),
    (value) => value === "any",
  ),
  "deploy.restart_policy.delay": both(no("The back-off is the engine's and Gantry's own, not a fixed time.")),
  "deploy.restart_policy.max_attempts": row(yes, nearly("A Job's backoffLimit.")),
  "deploy.restart_policy.window": both(no("The back-off decides when a start counts as a success.")),
  "deploy.placement": row(oneNode, yes, notEmpty),
  "deploy.placement.constraints": row(
    oneNode,
    nearly("node.labels, node.hostname and node.platform; others are left out."),
  ),
  "deploy.placement.preferences": row(oneNode, yes),
  "deploy.placement.preferences[].spread": row(oneNode, nearly("A topology spread constraint over the node label.")),
  "deploy.placement.max_replicas_per_node": row(oneNode, nearly("A topology spread constraint over nodes.")),
  healthcheck: row(yes, nearly("Readiness and liveness probes that run the command.")),
  "healthcheck.disable": row(yes, nearly("No probes; an image's own check is not known to a cluster.")),
  "healthcheck.interval": everywhere,
  "healthcheck.retries": everywhere,
  "healthcheck.start_interval": row(yes, nearly("The period of a startup probe.")),
  "healthcheck.start_period": row(yes, nearly("A startup probe.")),
  "healthcheck.test": everywhere,
  "healthcheck.timeout": everywhere,
};

function notEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

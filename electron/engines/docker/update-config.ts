import type { Project, Service, UpdateConfig } from "../../../shared/stack/project.ts";
import { parseDuration } from "../../../shared/units.ts";
import { sharedService } from "./compile.ts";
import { isOwnFixed } from "../../../shared/stack/published-ports.ts";

/** How the replicas of a service are replaced. Times in milliseconds. */
export interface UpdateRules {
  /** How many at once. */
  parallelism: number;
  /** Between two batches. */
  delay: number;
  /** How long a new replica is watched after it is ready. */
  monitor: number;
  failureAction: "continue" | "pause" | "rollback";
  /** Share of the replicas that may fail, 0 to 1. */
  maxFailureRatio: number;
  order: "start-first" | "stop-first";
}

/**
 * The rules of `deploy.update_config`, or of `rollback_config` for a roll back. What the file leaves out is as the
 * specification says, but for the order: unsaid, new replicas are started first wherever two versions can run side by
 * side, because that loses no request.
 * Source: Compose Deploy Specification, "update_config" and "rollback_config".
 *
 * @param count replicas that are replaced
 */
export function updateRules(project: Project, name: string, kind: "update" | "rollback", count: number): UpdateRules {
  const service = project.services[name];
  const config: UpdateConfig =
    (kind === "update" ? service?.deploy?.update_config : service?.deploy?.rollback_config) ?? {};
  const parallelism = config.parallelism ?? 1;
  return {
    parallelism: parallelism <= 0 ? Math.max(1, count) : parallelism,
    delay: milliseconds(config.delay),
    monitor: milliseconds(config.monitor),
    failureAction: actionOf(config.failure_action, kind),
    maxFailureRatio: config.max_failure_ratio ?? 0,
    order: service === undefined ? "stop-first" : orderOf(project, name, service, config.order),
  };
}

function orderOf(project: Project, name: string, service: Service, said: string | undefined): UpdateRules["order"] {
  if (said === "stop-first" || !canRunTwice(project, name, service)) return "stop-first";
  return said === "start-first" || !writesVolumes(service) ? "start-first" : "stop-first";
}

function actionOf(text: string | undefined, kind: "update" | "rollback"): UpdateRules["failureAction"] {
  if (text === "continue") return "continue";
  // A roll back that fails is not rolled back once more.
  return text === "rollback" && kind === "update" ? "rollback" : "pause";
}

function milliseconds(text: string | undefined): number {
  return text === undefined ? 0 : (parseDuration(text) ?? 0);
}

/** Whether a second version can be started beside the first: it needs nothing that only one container can have. */
function canRunTwice(project: Project, name: string, service: Service): boolean {
  if (service.container_name !== undefined || service.network_mode === "host") return false;
  if (service["x-gantry"]?.gpu?.exclusive === true) return false;
  const fixed = Object.values(service.networks ?? {}).some(
    (one) => one?.ipv4_address !== undefined || one?.ipv6_address !== undefined || one?.mac_address !== undefined,
  );
  if (fixed || (service.ports ?? []).some((port) => isOwnFixed(service, port))) return false;
  return !Object.values(project.services).some((other) =>
    [other.network_mode, other.ipc, other.pid].some((mode) => sharedService(mode) === name),
  );
}

/** Two databases on one folder destroy it. */
function writesVolumes(service: Service): boolean {
  return (service.volumes ?? []).some((mount) => mount.type !== "tmpfs" && mount.read_only !== true);
}

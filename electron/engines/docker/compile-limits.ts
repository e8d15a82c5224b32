import { isJob } from "../../../shared/health.ts";
import type { DeviceRequest, Service } from "../../../shared/stack/project.ts";
import { parseBytes, parseDuration } from "../../../shared/units.ts";
import type { ContainerBody } from "./call.ts";

type HostConfig = ContainerBody["HostConfig"];

/** Limits and reservations. `deploy.resources` wins over the older keys. Reserved cores are a Swarm notion: no effect. */
export function limitsOf(service: Service): HostConfig {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const memory = bytes(limits?.memory ?? service.mem_limit);
  const reserved = bytes(reservations?.memory ?? service.mem_reservation);
  const swap = service.memswap_limit === "-1" ? -1 : bytes(service.memswap_limit);
  const cpus = limits?.cpus ?? service.cpus;
  const pids = limits?.pids ?? service.pids_limit;
  const shm = bytes(service.shm_size);
  const devices = deviceRequests(service);
  return {
    ...(cpus === undefined || cpus === 0 ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(memory === undefined || memory === 0 ? {} : { Memory: memory }),
    ...(reserved === undefined || reserved === 0 ? {} : { MemoryReservation: reserved }),
    ...(swap === undefined ? {} : { MemorySwap: swap }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
    ...(shm === undefined ? {} : { ShmSize: shm }),
    ...(service.cpu_shares === undefined ? {} : { CpuShares: service.cpu_shares }),
    ...(service.cpuset === undefined ? {} : { CpusetCpus: service.cpuset }),
    ...(service.ulimits === undefined ? {} : { Ulimits: ulimitsOf(service.ulimits) }),
    ...(devices.length === 0 ? {} : { DeviceRequests: devices }),
  };
}

function bytes(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseBytes(text);
}

function ulimitsOf(ulimits: NonNullable<Service["ulimits"]>) {
  return Object.entries(ulimits).map(([Name, limit]) =>
    typeof limit === "number" ? { Name, Soft: limit, Hard: limit } : { Name, Soft: limit.soft, Hard: limit.hard },
  );
}

/** GPUs and other devices by request, from `gpus`, from `deploy` and from `devices` written as a CDI name. */
function deviceRequests(service: Service): NonNullable<HostConfig["DeviceRequests"]> {
  const gpus = (service.gpus ?? []).map((one) => ({ ...one, capabilities: withGpu(one.capabilities) }));
  const reserved = service.deploy?.resources?.reservations?.devices ?? [];
  const cdi = (service.devices ?? []).filter(isCdi).map((one) => one.source);
  return [
    ...[...gpus, ...reserved].map(deviceRequest),
    ...(cdi.length === 0 ? [] : [{ Driver: "cdi", DeviceIDs: cdi }]),
  ];
}

function deviceRequest(one: DeviceRequest): NonNullable<HostConfig["DeviceRequests"]>[number] {
  return {
    Driver: one.driver ?? "",
    // Neither a count nor ids means all. Source: Compose Specification, "devices".
    ...(one.device_ids === undefined ? { Count: one.count ?? -1 } : { DeviceIDs: one.device_ids }),
    ...(one.capabilities === undefined ? {} : { Capabilities: [one.capabilities] }),
    ...(one.options === undefined ? {} : { Options: one.options }),
  };
}

function withGpu(capabilities: readonly string[] = []): string[] {
  return capabilities.includes("gpu") ? [...capabilities] : [...capabilities, "gpu"];
}

/** `vendor.com/class=name`, as a Container Device Interface name is written. */
export function isCdi(device: { source: string; target: string }): boolean {
  return device.source === device.target && /^[\w.-]+\/[\w.-]+=[\w.:-]+$/.test(device.source);
}

/**
 * What the engine itself does when a container ends, so that a crash heals while Gantry is closed. What the file says
 * wins; a service that says nothing is brought back, a job is not.
 */
export function restartPolicy(service: Service): NonNullable<HostConfig["RestartPolicy"]> {
  const policy = service.deploy?.restart_policy;
  const attempts = policy?.max_attempts;
  if (policy?.condition === "none") return { Name: "no" };
  if (policy?.condition === "on-failure") {
    return { Name: "on-failure", ...(attempts === undefined ? {} : { MaximumRetryCount: attempts }) };
  }
  // Compose makes it `always`, which would also undo a stop of ours when the engine restarts.
  if (policy?.condition === "any") return { Name: "unless-stopped" };
  const [name, retries] = (service.restart ?? "").split(":");
  if (name === "on-failure")
    return { Name: name, ...(retries === undefined ? {} : { MaximumRetryCount: Number(retries) }) };
  if (name === "no" || name === "always" || name === "unless-stopped") return { Name: name };
  return { Name: isJob(service) ? "no" : "unless-stopped" };
}

/** Seconds between the stop signal and the kill; undefined leaves the engine's 10. */
export function stopSeconds(service: Service): number | undefined {
  const ms = service.stop_grace_period === undefined ? undefined : parseDuration(service.stop_grace_period);
  return ms === undefined ? undefined : Math.ceil(ms / 1000);
}

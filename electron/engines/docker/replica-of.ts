import type { ContainerInfo, ContainerInspectInfo } from "dockerode";
import type { Replica, ReplicaPort } from "../../../shared/observed.ts";
import { compose, gantry, isOurs, numberOf, stackOf, type Labels } from "./labels.ts";

const HEALTH_OUTPUT = 2048;

/** A container of the engine's list. Enough for foreign ones; ours are inspected as well. */
export function replicaOfList(info: ContainerInfo): Replica {
  const status = readStatus(info.Status);
  return {
    ...identity(info.Id, info.Names[0] ?? "", info.Labels),
    state: stateOf(info.State),
    health: status.health,
    image: info.Image,
    createdAt: info.Created * 1000,
    ...(status.exitCode === undefined ? {} : { exitCode: status.exitCode }),
    oomKilled: false,
    restarts: 0,
    ports: portsOfList(info.Ports),
    networks: networksOf(info.NetworkSettings?.Networks),
  };
}

/**
 * A container as inspected.
 *
 * @param image the name the engine lists it under now; the one it was made from when absent
 */
export function replicaOfInspect(info: ContainerInspectInfo, image?: string): Replica {
  const { State: state, HostConfig: host, Config: config } = info;
  const started = timeOf(state.StartedAt);
  const finished = timeOf(state.FinishedAt);
  const ended = state.Status === "exited" || state.Status === "dead" || state.Status === "restarting";
  const output = state.Health?.Log?.at(-1)?.Output?.trim();
  const cpus = cpuLimit(host);
  return {
    ...identity(info.Id, info.Name, config.Labels),
    state: stateOf(state.Status),
    health: healthOfText(state.Health?.Status),
    ...(output === undefined || output === "" ? {} : { healthOutput: output.slice(0, HEALTH_OUTPUT) }),
    image: image ?? config.Image,
    createdAt: timeOf(info.Created) ?? 0,
    ...(started === undefined ? {} : { startedAt: started }),
    ...(finished === undefined ? {} : { finishedAt: finished }),
    ...(ended ? { exitCode: state.ExitCode } : {}),
    oomKilled: ended && state.OOMKilled,
    ...(state.Error === "" ? {} : { error: state.Error }),
    restarts: info.RestartCount,
    ports: portsOfInspect(info),
    networks: networksOf(info.NetworkSettings.Networks),
    ...(cpus === undefined ? {} : { cpuLimit: cpus }),
    ...(host.Memory ? { memoryLimit: host.Memory } : {}),
  };
}

function identity(id: string, name: string, labels: Labels | null) {
  const stack = stackOf(labels);
  const service = labels?.[compose.service];
  const hash = labels?.[gantry.configHash];
  return {
    id,
    name: name.replace(/^\//, ""),
    ...(stack === undefined ? {} : { stack }),
    ...(service === undefined ? {} : { service }),
    ...(labels?.[gantry.role] === "gateway" ? { role: "gateway" as const } : {}),
    number: numberOf(labels),
    ours: isOurs(labels),
    ...(hash === undefined ? {} : { configHash: hash }),
  };
}

const states = new Set<string>(["created", "running", "restarting", "paused", "exited", "dead", "removing"]);

/** Podman has more states than Docker: those before a start count as created, those after it as exited. */
function stateOf(text: string): Replica["state"] {
  if (states.has(text)) return text as Replica["state"];
  return text === "initialized" || text === "configured" ? "created" : "exited";
}

function healthOfText(text: string | undefined): Replica["health"] {
  return text === "starting" || text === "healthy" || text === "unhealthy" ? text : "none";
}

/** Health and exit code from `Up 2 minutes (healthy)` and `Exited (137) 3 seconds ago`. */
export function readStatus(status: string): { health: Replica["health"]; exitCode?: number } {
  const exit = /^(?:Exited|Restarting|Dead) \((\d+)\)/.exec(status)?.[1];
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(status)?.[1];
  return {
    health: health === "health: starting" ? "starting" : healthOfText(health),
    ...(exit === undefined ? {} : { exitCode: Number(exit) }),
  };
}

/** The engine writes "never" as the year 1. */
function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}

function cpuLimit(host: ContainerInspectInfo["HostConfig"]): number | undefined {
  if (host.NanoCpus) return host.NanoCpus / 1e9;
  return host.CpuQuota && host.CpuPeriod ? host.CpuQuota / host.CpuPeriod : undefined;
}

/** The engine lists a port once for IPv4 and once for IPv6; one line is enough. */
function portsOfList(ports: ContainerInfo["Ports"]): ReplicaPort[] {
  return unique(ports.map((port) => portOf(port.PrivatePort, port.Type, port.PublicPort, port.IP)));
}

function portsOfInspect(info: ContainerInspectInfo): ReplicaPort[] {
  return unique(
    Object.entries(info.NetworkSettings.Ports ?? {}).flatMap(([key, bindings]) => {
      const [target = "0", protocol = "tcp"] = key.split("/");
      // null, against the types, for a port that is open inside the network only.
      const list = bindings as typeof bindings | null;
      if (list === null || list.length === 0) return [portOf(Number(target), protocol)];
      return list.map((one) => portOf(Number(target), protocol, Number(one.HostPort), one.HostIp));
    }),
  );
}

function portOf(target: number, protocol: string, published?: number, hostIp?: string): ReplicaPort {
  return {
    target,
    protocol,
    ...(published === undefined || published === 0 ? {} : { published }),
    ...(hostIp === undefined || hostIp === "" || hostIp === "0.0.0.0" || hostIp === "::" ? {} : { hostIp }),
  };
}

function unique(ports: readonly ReplicaPort[]): ReplicaPort[] {
  const byText = new Map(
    ports.map((port) => [`${port.target}/${port.protocol} ${port.published} ${port.hostIp}`, port]),
  );
  return [...byText.values()].sort((a, b) => a.target - b.target || (a.published ?? 0) - (b.published ?? 0));
}

function networksOf(networks: Record<string, { IPAddress?: string }> | undefined): Replica["networks"] {
  return Object.entries(networks ?? {})
    .map(([name, { IPAddress }]) => ({ name, ...(IPAddress ? { address: IPAddress } : {}) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

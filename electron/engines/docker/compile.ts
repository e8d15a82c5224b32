import type { Project, Service } from "../../../shared/stack/project.ts";
import type { ContainerBody, CreateCall } from "./call.ts";
import { cgroupOf } from "./compile-cgroup.ts";
import { healthOf } from "./compile-health.ts";
import { isCdi, limitsOf, restartPolicy, stopSeconds } from "./compile-limits.ts";
import { contentFiles, mountsOf } from "./compile-mounts.ts";
import { endpointsOf, networkKeys } from "./compile-networks.ts";
import { portsOf } from "./compile-ports.ts";
import { gpuLabel, type GivenGpus } from "./gpu-label.ts";
import { withGpus } from "./gpu-wish.ts";
import { hashOf } from "./hash.ts";
import { containerLabels } from "./labels.ts";
import { contentHash } from "./record.ts";

export interface CompileContext {
  project: Project;
  files: readonly string[];
  /** For secrets that come from the environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** GPUs given to a replica, see gpu-plan.ts. */
  gpus?: (name: string, number: number) => GivenGpus | undefined;
}

export function containerName(project: Project, name: string, service: Service, number: number): string {
  return service.container_name ?? `${project.name}-${name}-${number}`;
}

/** The image a service runs: the file's, or the name Compose gives to what it builds. */
export function imageOf(project: Project, name: string, service: Service): string {
  return service.image ?? `${project.name}-${name}`;
}

/**
 * One replica as the engine wants it. The hash in its labels covers what this replica is made of and nothing else: not
 * how many there are, nor what it depends on. Pure.
 */
export function compileReplica(
  context: CompileContext,
  name: string,
  service: Service,
  number: number,
): CreateCall & { hash: string } {
  const { project } = context;
  const files = contentFiles(project, service, context.env);
  const gpus = context.gpus?.(name, number);
  const spec = bodyOf(project, name, gpus === undefined ? service : withGpus(service, gpus.ids), number);
  const contents = files.map(({ content, ...rest }) => ({ ...rest, content: contentHash(content) }));
  const hash = hashOf([spec, service.labels, contents, service.platform]);
  const labels = containerLabels({
    stack: project.name,
    service: name,
    number,
    hash,
    files: context.files,
    dependsOn: dependsOnText(service),
  });
  return {
    kind: "create",
    name: containerName(project, name, service, number),
    ...(service.platform === undefined ? {} : { platform: service.platform }),
    body: { ...spec, Labels: { ...service.labels, ...labels, ...gpuLabel(gpus) } },
    files,
    hash,
  };
}

function bodyOf(project: Project, name: string, service: Service, number: number): ContainerBody {
  const health = healthOf(service);
  const grace = stopSeconds(service);
  const { bindings, ...exposed } = portsOf(service, number);
  const endpoints = endpointsOf(project, name, service);
  return {
    Image: imageOf(project, name, service),
    ...exposed,
    ...(service.command === null ? {} : { Cmd: service.command }),
    ...(service.entrypoint === null ? {} : { Entrypoint: service.entrypoint }),
    ...(service.environment === undefined ? {} : { Env: environment(service.environment) }),
    ...(service.hostname === undefined ? {} : { Hostname: service.hostname }),
    ...(service.domainname === undefined ? {} : { Domainname: service.domainname }),
    ...(service.user === undefined ? {} : { User: service.user }),
    ...(service.working_dir === undefined ? {} : { WorkingDir: service.working_dir }),
    ...(service.tty === undefined ? {} : { Tty: service.tty }),
    ...(service.stdin_open === undefined ? {} : { OpenStdin: service.stdin_open }),
    ...(service.stop_signal === undefined ? {} : { StopSignal: service.stop_signal }),
    ...(grace === undefined ? {} : { StopTimeout: grace }),
    ...(health === undefined ? {} : { Healthcheck: health }),
    HostConfig: {
      ...limitsOf(service),
      ...cgroupOf(service),
      ...mountsOf(project, service),
      ...namespaces(project, service),
      ...security(service),
      RestartPolicy: restartPolicy(service),
      NetworkMode: networkMode(project, service),
      ...(Object.keys(bindings).length === 0 ? {} : { PortBindings: bindings }),
      ...(service.logging === undefined
        ? {}
        : { LogConfig: { Type: service.logging.driver ?? "", Config: service.logging.options ?? {} } }),
      ...(service.dns === undefined ? {} : { Dns: service.dns }),
      ...(service.dns_opt === undefined ? {} : { DnsOptions: service.dns_opt }),
      ...(service.dns_search === undefined ? {} : { DnsSearch: service.dns_search }),
      ...(service.extra_hosts === undefined ? {} : { ExtraHosts: service.extra_hosts.map(hostText) }),
      ...(service.sysctls === undefined ? {} : { Sysctls: service.sysctls }),
      ...(service.init === undefined ? {} : { Init: service.init }),
      ...(service.runtime === undefined ? {} : { Runtime: service.runtime }),
      ...(service.annotations === undefined ? {} : { Annotations: service.annotations }),
    },
    ...(Object.keys(endpoints).length === 0 ? {} : { NetworkingConfig: { EndpointsConfig: endpoints } }),
  };
}

/** `KEY=value`; a key without a value takes the variable out, also the image's. */
function environment(values: Record<string, string | null>): string[] {
  return Object.entries(values).map(([key, value]) => (value === null ? key : `${key}=${value}`));
}

/** Compose writes `name=address` where the engine wants `name:address`. */
function hostText(line: string): string {
  const equals = line.indexOf("=");
  return equals === -1 ? line : `${line.slice(0, equals)}:${line.slice(equals + 1)}`;
}

function security(service: Service): Partial<ContainerBody["HostConfig"]> {
  const devices = (service.devices ?? []).filter((one) => !isCdi(one));
  return {
    ...(service.privileged === undefined ? {} : { Privileged: service.privileged }),
    ...(service.read_only === undefined ? {} : { ReadonlyRootfs: service.read_only }),
    ...(service.cap_add === undefined ? {} : { CapAdd: service.cap_add }),
    ...(service.cap_drop === undefined ? {} : { CapDrop: service.cap_drop }),
    ...(service.security_opt === undefined ? {} : { SecurityOpt: service.security_opt }),
    ...(service.group_add === undefined ? {} : { GroupAdd: service.group_add }),
    ...(devices.length === 0
      ? {}
      : {
          Devices: devices.map((one) => ({
            PathOnHost: one.source,
            PathInContainer: one.target,
            CgroupPermissions: one.permissions ?? "rwm",
          })),
        }),
  };
}

function namespaces(project: Project, service: Service): Partial<ContainerBody["HostConfig"]> {
  return {
    ...(service.ipc === undefined ? {} : { IpcMode: namespaceOf(project, service.ipc) }),
    ...(service.pid === undefined ? {} : { PidMode: namespaceOf(project, service.pid) }),
    ...(service.uts === undefined ? {} : { UTSMode: service.uts }),
    ...(service.userns_mode === undefined ? {} : { UsernsMode: service.userns_mode }),
    ...(service.cgroup === undefined ? {} : { CgroupnsMode: service.cgroup }),
    ...(service.cgroup_parent === undefined ? {} : { CgroupParent: service.cgroup_parent }),
  };
}

function networkMode(project: Project, service: Service): string {
  if (service.network_mode !== undefined) return namespaceOf(project, service.network_mode);
  const first = networkKeys(project, service)[0];
  return first === undefined ? "none" : (project.networks[first]?.name ?? first);
}

/** `service:db` is the namespace of that service's first container. */
function namespaceOf(project: Project, mode: string): string {
  const shared = sharedService(mode);
  const other = shared === undefined ? undefined : project.services[shared];
  return shared === undefined || other === undefined ? mode : `container:${containerName(project, shared, other, 1)}`;
}

/** The service whose namespace a mode such as `service:db` joins. */
export function sharedService(mode: string | undefined): string | undefined {
  return mode?.startsWith("service:") === true ? mode.slice("service:".length) : undefined;
}

/** Compose's own notation of the dependencies: `db:service_healthy:false`. */
function dependsOnText(service: Service): string {
  return Object.entries(service.depends_on ?? {})
    .map(([name, one]) => `${name}:${one.condition}:${one.restart ?? false}`)
    .join(",");
}

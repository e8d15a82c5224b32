import type { Project } from "../../../../shared/stack/project.ts";
import type { ContainerBody, ContainerFile, CreateCall } from "../call.ts";
import { networkKeys } from "../compile-networks.ts";
import { hashOf } from "../hash.ts";
import { containerLabels, gantry } from "../labels.ts";
import { backendName, backendsOf, CONTROL_PORT, gatewayConfig, type GatewayMembers } from "./gateway-config.ts";
import { gatewayPorts, type GatewayPort } from "./gateway-ports.ts";

/** Official image, HAProxy with long-term support: https://hub.docker.com/_/haproxy */
export const GATEWAY_IMAGE = "haproxy:3.0";
/** No service can be called so: Compose allows no colon in a name. */
export const GATEWAY_SERVICE = "gantry:gateway";
export const GATEWAY_ROLE = "gateway";

/** uid and gid of `haproxy` in the official image. */
const HAPROXY = 99;

export interface CompiledGateway extends CreateCall {
  hash: string;
  /** Real names of the networks it is on, the one that publishes first. */
  networks: string[];
  /**
   * The network that must be made for it, when every network of the published services is internal: an internal network
   * publishes no port.
   */
  ownNetwork?: string;
}

export function gatewayName(project: Project): string {
  return `${project.name}-gateway`;
}

/**
 * The gateway's container, or undefined when the stack publishes nothing through one. Pure. The hash leaves the members
 * out: replicas come and go without a new gateway.
 * The root file system stays writable because the engine takes no file into a read-only one, and files are the way to
 * hand over the configuration that needs no folder of the host.
 *
 * @param members replicas that are in the balancer when it is replaced
 */
export function compileGateway(
  project: Project,
  files: readonly string[],
  members: GatewayMembers = {},
): CompiledGateway | undefined {
  const ports = gatewayPorts(project);
  if (ports.length === 0) return undefined;
  const { networks, ownNetwork } = networksOf(project, ports);
  const body = bodyOf(ports, networks);
  const hash = hashOf([body, gatewayConfig(ports, {})]);
  const labels = containerLabels({
    stack: project.name,
    service: GATEWAY_SERVICE,
    number: 1,
    hash,
    files,
    dependsOn: "",
  });
  return {
    kind: "create",
    name: gatewayName(project),
    body: { ...body, Labels: { ...labels, [gantry.role]: GATEWAY_ROLE } },
    files: [configFile(ports, members)],
    hash,
    networks,
    ...(ownNetwork === undefined ? {} : { ownNetwork }),
  };
}

export const CONFIG_PATH = "/usr/local/etc/haproxy/haproxy.cfg";

export function configFile(ports: readonly GatewayPort[], members: GatewayMembers): ContainerFile {
  return { path: CONFIG_PATH, content: gatewayConfig(ports, members), uid: HAPROXY, gid: HAPROXY, mode: 0o644 };
}

// A kernel without IPv6 has no "::" to listen on, and HAProxy would not start; one with it needs it, because a
// network with IPv6 gets published ports over it.
const START = `if [ -e /proc/net/if_inet6 ]; then GANTRY_ANY=::; else GANTRY_ANY=0.0.0.0; fi
export GANTRY_ANY
exec haproxy -W -db -f ${CONFIG_PATH}`;

/** The image's start script is left out: what it adds (`-W -db`: master and worker, in the foreground) stands here. */
function bodyOf(ports: readonly GatewayPort[], networks: readonly string[]): ContainerBody {
  const bindings = bindingsOf(ports);
  return {
    Image: GATEWAY_IMAGE,
    Entrypoint: ["sh", "-c", START],
    User: `${HAPROXY}:${HAPROXY}`,
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])),
    // Soft stop: listeners close, what is in flight ends. HAProxy 3.0 Management Guide, section 4.
    StopSignal: "SIGUSR1",
    StopTimeout: 12,
    Healthcheck: {
      Test: ["CMD", "bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${CONTROL_PORT}`],
      Interval: 10e9,
      Timeout: 5e9,
      Retries: 3,
    },
    HostConfig: {
      NetworkMode: networks[0] ?? "none",
      PortBindings: bindings,
      RestartPolicy: { Name: "unless-stopped" },
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      DnsOptions: ["ndots:1"],
    },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(networks.map((name) => [name, {}])) },
  };
}

function bindingsOf(ports: readonly GatewayPort[]): Record<string, Array<{ HostIp: string; HostPort: string }>> {
  const bindings: Record<string, Array<{ HostIp: string; HostPort: string }>> = {};
  const listens = new Map(backendsOf(ports).map((one) => [one.name, one.listen]));
  for (const port of ports) {
    const key = `${listens.get(backendName(port))}/tcp`;
    (bindings[key] ??= []).push({ HostIp: port.hostIp ?? "", HostPort: String(port.published) });
  }
  return bindings;
}

function networksOf(project: Project, ports: readonly GatewayPort[]): { networks: string[]; ownNetwork?: string } {
  const services = [...new Set(ports.map((port) => port.service))].map((name) => project.services[name]);
  const keys = [...new Set(services.flatMap((one) => (one === undefined ? [] : networkKeys(project, one))))];
  const isInternal = (key: string) => project.networks[key]?.internal === true;
  const real = (key: string) => project.networks[key]?.name ?? key;
  const open = keys.filter((key) => !isInternal(key)).map(real);
  const closed = keys.filter(isInternal).map(real);
  if (open.length > 0) return { networks: [...open, ...closed] };
  const ownNetwork = `${project.name}_gantry-gateway`;
  return { networks: [ownNetwork, ...closed], ownNetwork };
}

import type { Port, Project, Service } from "../../../../shared/stack/project.ts";
import { isFixedPort } from "../compile-ports.ts";

/** A port of the stack that its gateway publishes and balances over the replicas of a service. */
export interface GatewayPort {
  service: string;
  /** The port inside each replica. */
  target: number;
  /** The port of the host. */
  published: number;
  hostIp?: string;
  mode: "tcp" | "http";
  /** A client stays with its replica: by a cookie in HTTP mode, by its address in TCP mode. */
  sticky: boolean;
}

/**
 * The ports that the gateway publishes: the certain host ports over TCP. Everything else stays with the replicas:
 * HAProxy does not balance UDP; `mode: host` asks for the replica's own port by its words; a range or "any free port"
 * works for every replica without help; and a service in somebody else's network namespace (`network_mode`) has no
 * address that a balancer could use.
 * Source: Compose Specification, services, "ports".
 */
export function gatewayPorts(project: Project): GatewayPort[] {
  return Object.entries(project.services)
    .filter(([, service]) => service.network_mode === undefined)
    .flatMap(([name, service]) =>
      (service.ports ?? []).filter(isBalanced).map((port) => ({
        service: name,
        target: port.target,
        published: Number(port.published?.split("-")[0]),
        ...(port.host_ip === undefined || port.host_ip === "" ? {} : { hostIp: port.host_ip }),
        mode: modeOf(service, port),
        sticky: service["x-gantry"]?.gateway?.sticky ?? false,
      })),
    );
}

export function isBalanced(port: Port): boolean {
  return (port.protocol ?? "tcp") === "tcp" && (port.mode ?? "ingress") === "ingress" && isFixedPort(port);
}

/**
 * Only what is surely HTTP/1 is read as HTTP: gRPC and HTTP/2 without TLS (`grpc`, `h2c`) would be spoken to the replica
 * as HTTP/1, and TLS cannot be read at all. Passed on as TCP all of them work, balanced connection by connection.
 */
function modeOf(service: Service, port: Port): GatewayPort["mode"] {
  return (
    service["x-gantry"]?.gateway?.mode ?? (/^http(\/1(\.[01])?)?$/i.test(port.app_protocol ?? "") ? "http" : "tcp")
  );
}

import type { Port, Project, Service } from "../../../../shared/stack/project.ts";
import { isBalanced } from "../../../../shared/stack/published-ports.ts";

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

/** The ports that the gateway publishes, see shared/stack/published-ports.ts. */
export function gatewayPorts(project: Project): GatewayPort[] {
  return Object.entries(project.services).flatMap(([name, service]) =>
    (service.ports ?? [])
      .filter((port) => isBalanced(service, port))
      .map((port) => ({
        service: name,
        target: port.target,
        published: Number(port.published?.split("-")[0]),
        ...(port.host_ip === undefined || port.host_ip === "" ? {} : { hostIp: port.host_ip }),
        mode: modeOf(service, port),
        sticky: service["x-gantry"]?.gateway?.sticky ?? false,
      })),
  );
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

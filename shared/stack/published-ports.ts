import type { Port, Service } from "./project.ts";

/** Whether the port asks for one certain host port, which only one container can hold. */
export function isFixedPort(port: Port): boolean {
  const [first, last = first] = (port.published ?? "").split("-");
  return first !== undefined && /^\d+$/.test(first) && first !== "0" && first === last;
}

/**
 * Whether the stack's gateway publishes the port: a certain host port over TCP. Everything else stays with the replicas:
 * HAProxy does not balance UDP; `mode: host` asks for the replica's own port by its words; a range or "any free port"
 * works for every replica without help; and a service in somebody else's network namespace (`network_mode`) has no
 * address that a balancer could use.
 * Source: Compose Specification, services, "ports".
 */
export function isBalanced(service: Service, port: Port): boolean {
  if (service.network_mode !== undefined) return false;
  return (port.protocol ?? "tcp") === "tcp" && (port.mode ?? "ingress") === "ingress" && isFixedPort(port);
}

/** A certain host port that a replica publishes itself: two replicas cannot both have it. */
export function isOwnFixed(service: Service, port: Port): boolean {
  return isFixedPort(port) && !isBalanced(service, port);
}

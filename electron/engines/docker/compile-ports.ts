import type { Service } from "../../../shared/stack/project.ts";
import type { ContainerBody } from "./call.ts";
import { isBalanced, isFixedPort } from "../../../shared/stack/published-ports.ts";

/**
 * Published and exposed ports of one replica. What the gateway publishes is only exposed; other fixed host ports belong
 * to replica 1; a range or "any free port" works for every replica.
 */
export function portsOf(
  service: Service,
  number: number,
): Pick<ContainerBody, "ExposedPorts"> & {
  bindings: Record<string, Array<{ HostIp: string; HostPort: string }>>;
} {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, Array<{ HostIp: string; HostPort: string }>> = {};
  for (const text of service.expose ?? []) {
    const [range = "", protocol = "tcp"] = text.split("/");
    for (const port of portRange(range)) exposed[`${port}/${protocol}`] = {};
  }
  for (const port of service.ports ?? []) {
    const key = `${port.target}/${port.protocol ?? "tcp"}`;
    exposed[key] = {};
    // The stack's gateway publishes it.
    if (isBalanced(service, port)) continue;
    if (number !== 1 && isFixedPort(port)) continue;
    const hostPort = port.published === "0" ? "" : (port.published ?? "");
    (bindings[key] ??= []).push({
      HostIp: port.host_ip ?? "",
      HostPort: isFixedPort(port) ? firstOf(hostPort) : hostPort,
    });
  }
  return { ...(Object.keys(exposed).length === 0 ? {} : { ExposedPorts: exposed }), bindings };
}

function firstOf(range: string): string {
  return range.split("-")[0] ?? range;
}

function portRange(text: string): number[] {
  const [first = Number.NaN, last = first] = text.split("-").map(Number);
  if (!Number.isInteger(first) || !Number.isInteger(last)) return [];
  return Array.from({ length: Math.min(last - first + 1, 65_536) }, (_, index) => first + index);
}

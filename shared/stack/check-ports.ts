/** Host ports and container names that can belong to one container only. */
import type { Report } from "./report.ts";
import { parseRange } from "./shapes/ports.ts";
import { positionOf } from "./source.ts";
import type { MapTree, Path, Tree } from "./tree.ts";
import { child, textOf } from "./tree.ts";

interface Claim {
  service: string;
  at: Tree;
  address: string;
}

export function checkPorts(services: MapTree, report: Report): void {
  const claims = new Map<string, Claim[]>();
  for (const [service, { value }] of services.entries) {
    const ports = child(value, "ports");
    if (ports?.kind !== "list") continue;
    for (const [index, port] of ports.items.entries())
      claim(claims, service, port, ["services", service, "ports", index], report);
  }
}

function claim(claims: Map<string, Claim[]>, service: string, port: Tree, path: Path, report: Report): void {
  const published = parseRange(textOf(child(port, "published")) ?? "");
  // A range on the host for one container port means "any free one of these".
  if (published === undefined || published.from !== published.to || published.from === 0) return;
  const protocol = textOf(child(port, "protocol")) ?? "tcp";
  const address = textOf(child(port, "host_ip")) ?? "";
  const key = `${published.from}/${protocol}`;
  const others = claims.get(key) ?? [];
  const clash = others.find((other) => overlaps(other.address, address));
  if (clash === undefined) {
    claims.set(key, [...others, { service, at: port, address }]);
    return;
  }
  const place = positionOf(clash.at.source, clash.at.offset);
  const holder = clash.service === service ? "the same service" : `the service ${clash.service}`;
  const message = `The host port ${key} is published twice: also by ${holder} on line ${place.line}.`;
  report.error("duplicate-port", port, path, message, "Give one of them another host port, or none.");
}

function overlaps(a: string, b: string): boolean {
  return a === b || isAny(a) || isAny(b);
}

function isAny(address: string): boolean {
  return address === "" || address === "0.0.0.0" || address === "::";
}

/** A fixed container name can belong to one replica of one service. */
export function checkContainerNames(services: MapTree, report: Report): void {
  const holders = new Map<string, string>();
  for (const [service, { value }] of services.entries) {
    const name = child(value, "container_name");
    const written = textOf(name);
    if (name === undefined || written === undefined) continue;
    const path = ["services", service, "container_name"];
    const replicas = replicasOf(value);
    if (replicas > 1) {
      const message = `The service ${service} has a fixed container_name and ${replicas} replicas.`;
      report.error("container-name-replicas", name, path, message, "Remove container_name, or run one replica.");
    }
    const holder = holders.get(written);
    if (holder !== undefined) {
      report.error(
        "duplicate-container-name",
        name,
        path,
        `The services ${holder} and ${service} both want the container name "${written}".`,
      );
    } else if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(written)) {
      report.error(
        "illegal-name",
        name,
        path,
        `The container name "${written}" is illegal.`,
        "Use letters, digits, dots, dashes and underscores; start with a letter or digit.",
      );
    }
    holders.set(written, holder ?? service);
  }
}

function replicasOf(service: Tree): number {
  const replicas = child(child(service, "deploy"), "replicas") ?? child(service, "scale");
  return replicas?.kind === "scalar" && typeof replicas.value === "number" ? replicas.value : 1;
}

import type { Dependency, Project, Service } from "../../shared/stack/project.ts";
import { isJob } from "../../shared/health.ts";

/** What the canvas draws, before anything has a place. */
export interface CanvasModel {
  services: readonly string[];
  edges: readonly CanvasEdge[];
  networks: readonly CanvasNetwork[];
}

export interface CanvasEdge {
  id: string;
  /** Who waits. */
  from: string;
  /** Who is waited for. */
  to: string;
  label: string;
}

export interface CanvasNetwork {
  key: string;
  label: string;
  members: readonly string[];
}

const conditions: Record<Dependency["condition"], string> = {
  service_started: "after start",
  service_healthy: "after healthy",
  service_completed_successfully: "after done",
};

/** The canvas of a stack: a card per service, an edge per dependency, a frame per network. */
export function canvasModel(project: Project): CanvasModel {
  const services = Object.keys(project.services);
  const known = new Set(services);
  const edges = Object.entries(project.services).flatMap(([from, service]) =>
    Object.entries(service.depends_on ?? {})
      .filter(([to]) => known.has(to))
      .map(([to, { condition }]) => ({ id: `${from} after ${to}`, from, to, label: conditions[condition] })),
  );
  return { services, edges, networks: networksOf(project) };
}

/** Networks in use. The default one alone says nothing (everybody is on it), so it gets no frame. */
function networksOf(project: Project): CanvasNetwork[] {
  const members = new Map<string, string[]>();
  for (const [name, service] of Object.entries(project.services)) {
    for (const key of networkKeys(service)) members.set(key, [...(members.get(key) ?? []), name]);
  }
  if (members.size === 1 && members.has("default")) return [];
  return [...members].map(([key, names]) => {
    const network = project.networks[key];
    const marks = [network?.internal === true && "internal", network?.external === true && "external"];
    return { key, label: [`network: ${key}`, ...marks.filter(Boolean)].join(", "), members: names };
  });
}

/** Networks a service is on; one that names none is on the default network. */
export function networkKeys(service: Service): string[] {
  if (service.network_mode !== undefined) return [];
  const keys = Object.keys(service.networks ?? {});
  return keys.length === 0 ? ["default"] : keys;
}

export type ServiceIcon = "web" | "database" | "queue" | "job" | "code" | "box";

const images: ReadonlyArray<[ServiceIcon, RegExp]> = [
  ["database", /postgres|mysql|mariadb|mongo|clickhouse|elastic|opensearch|minio|etcd|influx|sqlite/],
  ["queue", /redis|valkey|memcached|rabbit|kafka|nats|mosquitto|pulsar/],
  ["web", /nginx|haproxy|caddy|traefik|envoy|httpd|apache|busybox-httpd|whoami/],
];

/** A line icon that hints at what a service is. */
export function iconOf(service: Service): ServiceIcon {
  if (isJob(service)) return "job";
  const image = (service.image ?? "").toLowerCase();
  const found = images.find(([, pattern]) => pattern.test(image));
  if (found !== undefined) return found[0];
  if (service.build !== undefined) return "code";
  return (service.ports ?? []).some((port) => port.published !== undefined) ? "web" : "box";
}

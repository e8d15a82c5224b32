import type { EngineEvent, Replica } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";

/** A healthy running replica of `shop/web` for tests; say only what matters. */
export function replica(over: Partial<Replica> = {}): Replica {
  return {
    id: "r1",
    name: "shop-web-1",
    stack: "shop",
    service: "web",
    number: 1,
    ours: true,
    state: "running",
    health: "none",
    image: "nginx:1.29",
    createdAt: 1000,
    startedAt: 1000,
    oomKilled: false,
    restarts: 0,
    ports: [],
    networks: [],
    ...over,
  };
}

export function engineEvent(over: Partial<EngineEvent> = {}): EngineEvent {
  return { id: "e1", at: 1000, level: "info", title: "web-1 started", source: "engine", ...over };
}

export function service(over: Partial<Service> = {}): Service {
  return { image: "nginx:1.29", command: null, entrypoint: null, ...over };
}

export function project(services: Record<string, Service>, over: Partial<Project> = {}): Project {
  return { name: "shop", services, networks: {}, volumes: {}, secrets: {}, configs: {}, ...over };
}

import { keepAutoscaled, replicasOf } from "../../shared/autoscale/kept.ts";
import { serviceHealth, type ServiceStatus } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { isBalanced } from "../../shared/stack/published-ports.ts";
import type { Observed } from "../engines/engine.ts";

/** A service as `gantry ps --json` prints it: the same words and numbers as its card in the window. */
export interface ServiceRow {
  service: string;
  status: ServiceStatus;
  ready: number;
  desired: number;
  image: string | undefined;
  ports: string[];
  replicas: Array<{
    name: string;
    id: string;
    state: Replica["state"];
    health: Replica["health"];
    status: string;
    reason: string;
    restarts: number;
    exitCode: number | undefined;
  }>;
}

export function serviceRows(project: Project, observed: Observed): ServiceRow[] {
  const mine = Object.values(observed.replicas).filter((replica) => replica.stack === project.name && replica.ours);
  const gateway = mine.some((replica) => replica.role === "gateway" && replica.state === "running");
  const applied = observed.applied[project.name]?.desired;
  const wanted = applied?.want === "running";
  const { services } = wanted ? keepAutoscaled(project, replicasOf(applied.project)) : project;
  return Object.entries(services).map(([name, service]) => {
    const health = serviceHealth(
      service,
      mine.filter((replica) => replica.service === name),
      wanted,
    );
    const gatewayPorts = gateway ? balancedPorts(service) : [];
    return {
      service: name,
      status: health.status,
      ready: health.ready,
      desired: health.desired,
      image: service.image,
      ports: [...new Set([...gatewayPorts, ...health.replicas.flatMap(({ replica }) => publishedPorts(replica))])],
      replicas: health.replicas.map(({ replica, status, reason }) => ({
        name: replica.name,
        id: replica.id,
        state: replica.state,
        health: replica.health,
        status,
        reason,
        restarts: replica.restarts,
        exitCode: replica.exitCode,
      })),
    };
  });
}

/** What the stack's gateway publishes for a service. */
function balancedPorts(service: Service): string[] {
  const ports = (service.ports ?? []).filter((port) => isBalanced(service, port));
  return ports.map((port) => `${port.published}->${port.target}/tcp`);
}

function publishedPorts(replica: Replica): string[] {
  return replica.ports.flatMap((port) =>
    port.published === undefined ? [] : [`${port.published}->${port.target}/${port.protocol}`],
  );
}

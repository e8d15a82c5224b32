import { isJob, replicaStatus, type ReplicaStatus } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { gatewayPorts } from "../engines/docker/gateway/gateway-ports.ts";
import type { Observed } from "../engines/engine.ts";

/** Where one replica can be reached on one network. */
export interface Endpoint {
  service: string;
  replica: string;
  /** The network's name on the engine. */
  network: string;
  /** What others on that network may call it. */
  names: string[];
  /** Absent while it does not run. */
  address: string | undefined;
  /** Inside the network; with the host's port in front where it publishes one itself: `8080->80/tcp`. */
  ports: string[];
  status: ReplicaStatus;
  reason: string;
  /** Whether the stack's gateway publishes ports of this service and runs. */
  gateway: boolean;
}

/** The service-discovery table of a stack: service, replicas, addresses, health. Pure. */
export function endpointsOf(observed: Observed, stack: string): Endpoint[] {
  const applied = observed.applied[stack]?.desired;
  const project = applied?.project;
  const all = Object.values(observed.replicas).filter((one) => one.ours && one.stack === stack);
  const mine = all.filter((one) => one.role === undefined);
  const gatewayRuns = all.some((one) => one.role === "gateway" && one.state === "running");
  const published = new Set(project === undefined ? [] : gatewayPorts(project).map((port) => port.service));
  return mine
    .flatMap((replica): Endpoint[] => {
      const { service = "" } = replica;
      const model = project?.services[service];
      const { status, reason } = replicaStatus(
        replica,
        model !== undefined && isJob(model),
        applied?.want === "running",
      );
      return networksOf(replica, model).map(({ name, address }) => ({
        service,
        replica: replica.name,
        network: name,
        names: namesOn(project, service, model, replica, name),
        address,
        ports: replica.ports.map(portText),
        status,
        reason,
        gateway: gatewayRuns && published.has(service),
      }));
    })
    .toSorted((a, b) => order(a.service, b.service) || order(a.replica, b.replica) || order(a.network, b.network));
}

/** One in another's namespace, or in the host's, is reached under that one's addresses. */
function networksOf(replica: Replica, model: Service | undefined): Replica["networks"] {
  return replica.networks.length > 0 ? replica.networks : [{ name: model?.network_mode ?? "none" }];
}

function namesOn(
  project: Project | undefined,
  service: string,
  model: Service | undefined,
  replica: Replica,
  network: string,
): string[] {
  const key = Object.entries(project?.networks ?? {}).find(([, one]) => one.name === network)?.[0];
  // Networks of the engine itself answer no names.
  if (key === undefined) return [];
  const aliases = model?.networks?.[key]?.aliases ?? [];
  return [...new Set([service, ...aliases, replica.name])];
}

function portText({ target, protocol, published, hostIp }: Replica["ports"][number]): string {
  const inside = `${target}/${protocol}`;
  if (published === undefined) return inside;
  return `${hostIp === undefined ? "" : `${hostIp}:`}${published}->${inside}`;
}

/** Numbers in names count as numbers: web-2 before web-10. */
function order(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

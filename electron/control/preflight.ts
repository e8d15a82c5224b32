import type { PlanNote } from "../../shared/plan.ts";
import type { Port, Project } from "../../shared/stack/project.ts";
import { portOwner } from "../host/port-owner.ts";
import { isPortFree, nextFreePort } from "../host/ports.ts";
import type { Observed } from "../engines/engine.ts";

interface WantedPort {
  path: Array<string | number>;
  service: string;
  port: number;
  hostIp: string | undefined;
  protocol: string;
}

/** Fixed host ports the file asks for; ranges and "any free port" are the engine's to choose. */
export function fixedPorts(project: Project): WantedPort[] {
  return Object.entries(project.services).flatMap(([service, { ports = [] }]) =>
    ports.flatMap((port: Port, index) =>
      port.published !== undefined && /^\d+$/.test(port.published) && port.published !== "0"
        ? [
            {
              path: ["services", service, "ports", index],
              service,
              port: Number(port.published),
              hostIp: port.host_ip,
              protocol: port.protocol ?? "tcp",
            },
          ]
        : [],
    ),
  );
}

/**
 * Host ports of the file that somebody else holds, as blockers that say who it is and which port is free. What this
 * stack's own replicas publish is no clash. Only for engines on this machine: another one's ports cannot be tried.
 */
export async function portNotes(project: Project, observed: Observed): Promise<PlanNote[]> {
  const wanted = fixedPorts(project);
  const asked = new Set(wanted.map((entry) => entry.port));
  const published = Object.values(observed.replicas).flatMap((replica) =>
    replica.ports.map((port) => ({ replica, port: port.published, protocol: port.protocol })),
  );
  const notes = await Promise.all(
    wanted.map(async (entry): Promise<PlanNote | undefined> => {
      const holder = published.find((one) => one.port === entry.port && one.protocol === entry.protocol);
      if (holder !== undefined && holder.replica.stack === project.name && holder.replica.ours) return undefined;
      if (holder === undefined && (await isPortFree(entry.port, entry.hostIp, entry.protocol))) return undefined;
      const next = await nextFreePort(entry.port, entry.hostIp, entry.protocol, asked);
      const who = holder === undefined ? await processHolding(entry.port) : `the container ${holder.replica.name}`;
      return {
        severity: "blocker",
        code: "port-taken",
        message: `Port ${entry.port} of service ${entry.service} is taken by ${who}.`,
        hint:
          next === undefined
            ? "Free it, or publish another port."
            : `Port ${next} is free: publish that one instead, or stop what holds ${entry.port}.`,
        path: entry.path,
      };
    }),
  );
  return notes.filter((note) => note !== undefined);
}

async function processHolding(port: number): Promise<string> {
  const owner = await portOwner(port);
  return owner === undefined ? "another process on this machine" : `the process ${owner.name} (pid ${owner.pid})`;
}

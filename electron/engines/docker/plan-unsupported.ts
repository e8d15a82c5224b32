import type { Service } from "../../../shared/stack/project.ts";
import type { PlanContext } from "./plan-context.ts";

interface Gap {
  path: string[];
  asked: (service: Service) => boolean;
  message: string;
}

/** Keys that a plain Docker engine does nothing with: said before Apply, never dropped in silence. */
const gaps: Gap[] = [
  {
    path: ["deploy", "resources", "reservations", "cpus"],
    asked: (service) => service.deploy?.resources?.reservations?.cpus !== undefined,
    message: "Reserved cores have no effect on a Docker engine; limits do.",
  },
  {
    path: ["deploy", "placement"],
    asked: (service) => Object.keys(service.deploy?.placement ?? {}).length > 0,
    message: "Placement has no effect on a single Docker engine.",
  },
  {
    path: ["deploy", "mode"],
    asked: (service) => service.deploy?.mode?.startsWith("global") === true,
    message: "A single Docker engine is one node: a global service gets one replica.",
  },
  {
    path: ["deploy", "update_config"],
    asked: (service) => service.deploy?.update_config !== undefined,
    message: "Not in force yet: replicas are replaced one at a time, the old one first.",
  },
  {
    path: ["deploy", "rollback_config"],
    asked: (service) => service.deploy?.rollback_config !== undefined,
    message: "Not in force yet.",
  },
  {
    path: ["x-gantry", "autoscale"],
    asked: (service) => service["x-gantry"]?.autoscale !== undefined,
    message: "Not in force yet: the number of replicas is the file's.",
  },
  {
    path: ["x-gantry", "schedule"],
    asked: (service) => service["x-gantry"]?.schedule !== undefined,
    message: "Not in force yet: the job runs once, now.",
  },
];

export function noteUnsupported({ graph, services }: PlanContext): void {
  for (const [name, service] of services) {
    for (const { path, asked, message } of gaps) {
      if (!asked(service)) continue;
      graph.note({
        severity: "warning",
        code: "no-effect",
        message: `${path.join(".")} of ${name}: ${message}`,
        path: ["services", name, ...path],
      });
    }
  }
}

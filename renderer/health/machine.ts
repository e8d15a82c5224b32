import { desiredReplicas } from "../../shared/health.ts";
import type { EngineInfo, Usage } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { formatBytes, formatCores } from "../../shared/units.ts";
import { limitsOf } from "../inspector/limits.ts";

export interface MachineBar {
  name: string;
  /** Shares of the machine, 0 to 1. */
  used: number | undefined;
  limited: number;
  text: string;
}

/** How much of the engine's machine the stack uses and may use. What is not known is said to be so. */
export function machineBars(
  info: EngineInfo,
  project: Project | undefined,
  usage: Readonly<Record<string, Usage>>,
): MachineBar[] {
  const uses = Object.values(usage);
  const cores = uses.flatMap((use) => use.cpu ?? []);
  const cpu = cores.length === 0 ? undefined : sum(cores);
  const memory = uses.length === 0 ? undefined : sum(uses.map((use) => use.memory));
  const limited = limitedBy(project);
  return [
    {
      name: "CPU",
      used: share(cpu, info.cpus),
      limited: share(limited.cpus, info.cpus) ?? 0,
      text: `${cpu === undefined ? "use not known" : `${formatCores(cpu)} used`}, ${formatCores(limited.cpus)} limited, of ${info.cpus} cores`,
    },
    {
      name: "Memory",
      used: share(memory, info.memory),
      limited: share(limited.memory, info.memory) ?? 0,
      text: `${memory === undefined ? "use not known" : `${formatBytes(memory)} used`}, ${formatBytes(limited.memory)} limited, of ${formatBytes(info.memory)}`,
    },
  ];
}

function limitedBy(project: Project | undefined): { cpus: number; memory: number } {
  const total = { cpus: 0, memory: 0 };
  for (const service of Object.values(project?.services ?? {})) {
    const limits = limitsOf(service);
    total.cpus += (limits.cpus ?? 0) * desiredReplicas(service);
    total.memory += (limits.memory ?? 0) * desiredReplicas(service);
  }
  return total;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function share(part: number | undefined, whole: number): number | undefined {
  return part === undefined || whole <= 0 ? undefined : Math.min(1, part / whole);
}

import type { Usage } from "../../shared/observed.ts";

/** Cores and bytes of all replicas together; undefined while nothing is known. */
export function usageOf(byReplica: Readonly<Record<string, Usage>>): {
  cpu: number | undefined;
  memory: number | undefined;
} {
  let cpu: number | undefined;
  let memory: number | undefined;
  for (const usage of Object.values(byReplica)) {
    memory = (memory ?? 0) + usage.memory;
    if (usage.cpu !== undefined) cpu = (cpu ?? 0) + usage.cpu;
  }
  return { cpu, memory };
}

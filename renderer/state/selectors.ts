import { useMemo } from "react";
import { kept } from "../../shared/autoscale/kept.ts";
import type { Healing, Scaling } from "../../shared/contract.ts";
import { serviceHealth, type ServiceHealth } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { useApp } from "./store.ts";
import { isWanted } from "./wanted.ts";

const none: readonly Replica[] = [];

export function useProject(): Project | undefined {
  return useApp((state) => state.stack?.project);
}

export function useService(name: string): Service | undefined {
  return useApp((state) => state.stack?.project?.services[name]);
}

export function useReplicas(service: string): readonly Replica[] {
  return useApp((state) => state.byService[service] ?? none);
}

/** False while the engine was never seen: then nothing is known about what runs. */
export function useKnown(): boolean {
  return useApp((state) => state.connection.asOf > 0);
}

/** Health of one service; undefined when the stack has no such service. */
export function useServiceHealth(name: string): ServiceHealth | undefined {
  const service = useService(name);
  const replicas = useReplicas(name);
  const wanted = useApp((state) => isWanted(state.applied, name));
  const number = useApp((state) => state.applied?.replicas[name]);
  return useMemo(
    () => (service === undefined ? undefined : serviceHealth(kept(service, number), replicas, wanted)),
    [service, number, replicas, wanted],
  );
}

/** Health of every service of the stack, for the overviews. */
export function useAllHealth(): ReadonlyMap<string, ServiceHealth> {
  const project = useProject();
  const byService = useApp((state) => state.byService);
  const applied = useApp((state) => state.applied);
  return useMemo(() => {
    const entries = Object.entries(project?.services ?? {});
    return new Map(
      entries.map(([name, service]) => [
        name,
        serviceHealth(kept(service, applied?.replicas[name]), byService[name] ?? none, isWanted(applied, name)),
      ]),
    );
  }, [project, byService, applied]);
}

/** The next back-off of self-healing in a service of the open stack. */
export function useNextHealing(service: string): Healing | undefined {
  return useApp((state) => {
    let next: Healing | undefined;
    for (const one of state.healing) {
      if (one.service !== service || one.stack !== state.stack?.name) continue;
      if (next === undefined || one.nextAt < next.nextAt) next = one;
    }
    return next;
  });
}

/** Where the autoscaling of a service of the open stack stands; undefined before its first round. */
export function useScaling(service: string): Scaling | undefined {
  return useApp((state) => state.scaling.find((one) => one.service === service && one.stack === state.stack?.name));
}

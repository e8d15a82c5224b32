import type { Dependency, Service } from "../../../shared/stack/project.ts";
import { sharedService } from "./compile.ts";

/** What a service needs first: `depends_on`, and the services whose namespaces it joins. */
export function dependenciesOf(service: Service): ReadonlyMap<string, Dependency> {
  const all = new Map(Object.entries(service.depends_on ?? {}));
  for (const mode of [service.network_mode, service.ipc, service.pid]) {
    const name = sharedService(mode);
    if (name !== undefined && !all.has(name)) all.set(name, { condition: "service_started", required: true });
  }
  return all;
}

/**
 * Dependencies first, else in the given order. A cycle is refused when the file is loaded; here it only must not hang.
 */
export function byDependency<T>(
  items: readonly T[],
  describe: (item: T) => readonly [string, ReadonlyMap<string, Dependency>],
): T[] {
  const byName = new Map(items.map((item) => [describe(item)[0], item]));
  const done = new Set<string>();
  const ordered: T[] = [];
  const visit = (item: T): void => {
    const [name, dependencies] = describe(item);
    if (done.has(name)) return;
    done.add(name);
    for (const dependency of dependencies.keys()) {
      const other = byName.get(dependency);
      if (other !== undefined) visit(other);
    }
    ordered.push(item);
  };
  for (const item of items) visit(item);
  return ordered;
}

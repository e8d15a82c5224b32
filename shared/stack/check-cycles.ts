import type { Report } from "./report.ts";
import type { MapTree, Tree } from "./tree.ts";
import { child } from "./tree.ts";

/** Reports each cycle of `depends_on` once, spelled out: `a -> b -> a`. */
export function checkCycles(services: MapTree, report: Report): void {
  const done = new Set<string>();
  for (const name of services.entries.keys()) walk(name, services, [], new Set(), done, report);
}

function walk(
  name: string,
  services: MapTree,
  trail: string[],
  open: Set<string>,
  done: Set<string>,
  report: Report,
): void {
  // Iterative, because a chain of ten thousand services is legal.
  const stack: Array<{ name: string; next: Iterator<[string, Tree]> }> = [];
  const enter = (service: string): void => {
    trail.push(service);
    open.add(service);
    stack.push({ name: service, next: dependenciesOf(services, service) });
  };
  if (done.has(name)) return;
  enter(name);
  while (stack.length > 0) {
    const top = stack.at(-1);
    const step = top?.next.next();
    if (top === undefined || step === undefined || step.done === true) {
      stack.pop();
      const left = trail.pop() ?? "";
      open.delete(left);
      done.add(left);
      continue;
    }
    const [other, at] = step.value;
    if (open.has(other)) {
      const cycle = [...trail.slice(trail.indexOf(other)), other].join(" -> ");
      const path = ["services", top.name, "depends_on", other];
      report.error(
        "dependency-cycle",
        at,
        path,
        `The services depend on each other in a circle: ${cycle}.`,
        "Remove one of these dependencies.",
      );
    } else if (!done.has(other) && services.entries.has(other)) {
      enter(other);
    }
  }
}

function* dependenciesOf(services: MapTree, name: string): Generator<[string, Tree]> {
  const dependencies = child(services.entries.get(name)?.value, "depends_on");
  if (dependencies?.kind !== "map") return;
  for (const [other, { key, value }] of dependencies.entries) yield [other, { ...value, ...key }];
}

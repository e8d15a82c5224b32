import { desiredReplicas } from "../../shared/health.ts";
import type { EngineInfo } from "../../shared/observed.ts";
import type { PlanNote } from "../../shared/plan.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { layerSizeOf, limitOf, reservationOf, type Amount } from "../../shared/stack/reservations.ts";
import { formatBytes, formatCores } from "../../shared/units.ts";
import type { Observed } from "../engines/engine.ts";

/** What the engine's machine has; `diskFree` in bytes, absent when it cannot be known. */
export type Machine = Pick<EngineInfo, "cpus" | "memory"> & { diskFree?: number };

type Resource = keyof Amount;

interface Holder {
  stack: string;
  service: string;
  replicas: number;
  /** Of one replica. */
  each: Amount;
}

const words: Record<Resource, (value: number) => string> = { cpus: formatCores, memory: formatBytes };

/**
 * Whether there is room for what a plan wants: the reservations of this stack and of every other one that runs against
 * what the engine has. More than that is refused, like a pod that no node has room for; a plan that does not ask for
 * more than the stack holds already is only told, so that scaling down always works. Pure.
 *
 * @param only names of the services the plan is about; all when absent
 */
export function admissionNotes(
  project: Project,
  observed: Observed,
  machine: Machine,
  only?: readonly string[],
): PlanNote[] {
  const services = Object.entries(project.services).filter(([name]) => only?.includes(name) ?? true);
  const single = services.flatMap(([name, service]) => singleNotes(name, service, machine));
  // A replica that is too big by itself says it all.
  const shared = single.some((note) => note.severity === "blocker") ? [] : sumNotes(project, observed, machine, only);
  return [...single, ...shared, ...diskNotes(services, machine)];
}

/** One replica against the whole machine. */
function singleNotes(name: string, service: Service, machine: Machine): PlanNote[] {
  if (desiredReplicas(service) === 0) return [];
  const reserved = reservationOf(service);
  const limit = limitOf(service);
  const notes: PlanNote[] = [];
  for (const resource of ["cpus", "memory"] as const) {
    if (reserved[resource] <= machine[resource]) continue;
    notes.push({
      severity: "blocker",
      code: "no-room",
      message: `One replica of ${name} reserves ${tooMuch(resource, reserved[resource], machine)}.`,
      hint: "Reserve less, or run it on a bigger machine.",
      path: reservationPath(name, service, resource),
    });
  }
  if (limit.cpus > machine.cpus) {
    // The engine itself refuses to make such a container: "range of CPUs is from 0.01 to N".
    notes.push({
      severity: "blocker",
      code: "no-room",
      message: `One replica of ${name} may use ${tooMuch("cpus", limit.cpus, machine)}, which takes no higher limit.`,
      hint: `Write at most ${machine.cpus}.`,
      path: limitPath(name, service, "cpus"),
    });
  }
  if (limit.memory > machine.memory && reserved.memory <= machine.memory) {
    notes.push({
      severity: "warning",
      code: "limit-above-machine",
      message: `One replica of ${name} may use ${tooMuch("memory", limit.memory, machine)}.`,
      hint: "The machine runs out of memory before the limit is reached.",
      path: limitPath(name, service, "memory"),
    });
  }
  return notes;
}

/** All reservations together. */
function sumNotes(project: Project, observed: Observed, machine: Machine, only?: readonly string[]): PlanNote[] {
  const applied = observed.applied[project.name]?.desired;
  const before = applied?.want === "running" ? applied.project.services : {};
  const unchanged = Object.entries(before).filter(([name]) => only !== undefined && !only.includes(name));
  const planned = Object.entries(project.services).filter(([name]) => only?.includes(name) ?? true);
  const own = holdersOf(project.name, Object.fromEntries([...unchanged, ...planned]));
  const others = otherHolders(project.name, observed);
  const had = holdersOf(project.name, before);
  return (["cpus", "memory"] as const).flatMap((resource): PlanNote[] => {
    const total = sum([...own, ...others], resource);
    const wanted = sum(own, resource);
    if (total <= machine[resource] || wanted === 0) return [];
    const more = wanted > sum(had, resource);
    const holders = [...own, ...others]
      .filter((one) => one.each[resource] > 0)
      .toSorted((a, b) => b.replicas * b.each[resource] - a.replicas * a.each[resource]);
    const first = holders.find((one) => one.stack === project.name);
    const service = first === undefined ? undefined : project.services[first.service];
    const path =
      first === undefined || service === undefined ? undefined : reservationPath(first.service, service, resource);
    return [
      {
        severity: more ? "blocker" : "warning",
        code: "no-room",
        message: `The stacks together would reserve ${tooMuch(resource, total, machine)}: ${holders.map((one) => holderText(one, resource)).join(", ")}.`,
        hint: "Reserve less, run fewer replicas, or stop one of the stacks.",
        ...(path === undefined ? {} : { path }),
      },
    ];
  });
}

/** What other stacks have set aside: those that are wanted running and of which something is there. */
function otherHolders(own: string, observed: Observed): Holder[] {
  const present = new Set(Object.values(observed.replicas).flatMap((one) => (one.ours ? [one.stack] : [])));
  return Object.values(observed.applied)
    .filter(({ stack, desired }) => stack !== own && desired.want === "running" && present.has(stack))
    .flatMap(({ stack, desired }) => holdersOf(stack, desired.project.services));
}

function holdersOf(stack: string, services: Readonly<Record<string, Service>>): Holder[] {
  return Object.entries(services)
    .map(([name, service]) => ({
      stack,
      service: name,
      replicas: desiredReplicas(service),
      each: reservationOf(service),
    }))
    .filter((one) => one.replicas > 0);
}

/** A layer's size is a limit and not set aside, so this is never refused. */
function diskNotes(services: ReadonlyArray<readonly [string, Service]>, { diskFree }: Machine): PlanNote[] {
  const sized = services.filter(([, service]) => layerSizeOf(service) > 0 && desiredReplicas(service) > 0);
  const total = sized.reduce((all, [, service]) => all + desiredReplicas(service) * layerSizeOf(service), 0);
  const first = sized[0]?.[0];
  if (diskFree === undefined || total <= diskFree || first === undefined) return [];
  return [
    {
      severity: "warning",
      code: "no-room",
      message: `The replicas' own layers may grow to ${formatBytes(total)} together (${sized.map(([name, service]) => share(name, desiredReplicas(service), formatBytes(layerSizeOf(service)))).join(", ")}); the engine's disk has ${formatBytes(diskFree)} free.`,
      hint: "Write smaller sizes, or free disk space: `docker system df` shows what can go.",
      path: ["services", first, "storage_opt", "size"],
    },
  ];
}

function sum(holders: readonly Holder[], resource: Resource): number {
  return holders.reduce((all, one) => all + one.replicas * one.each[resource], 0);
}

/** `shop/web 3 x 512 MB`. */
function holderText({ stack, service, replicas, each }: Holder, resource: Resource): string {
  const cores = resource === "cpus" ? " cores" : "";
  return share(`${stack}/${service}`, replicas, `${words[resource](each[resource])}${cores}`);
}

function share(name: string, replicas: number, each: string): string {
  return `${name} ${replicas > 1 ? `${replicas} x ` : ""}${each}`;
}

/** With the difference: rounded, the two may read the same. */
function tooMuch(resource: Resource, value: number, machine: Machine): string {
  const text = words[resource];
  const more = text(value - machine[resource]);
  return `${text(value)}${noun(resource)}, ${more} more than the ${text(machine[resource])} of the engine`;
}

function noun(resource: Resource): string {
  return resource === "cpus" ? " cores" : " of memory";
}

function reservationPath(name: string, service: Service, resource: Resource): string[] {
  const old = resource === "memory" && service.deploy?.resources?.reservations?.memory === undefined;
  const key = ["deploy", "resources", "reservations", resource];
  return ["services", name, ...(old ? ["mem_reservation"] : key)];
}

function limitPath(name: string, service: Service, resource: Resource): string[] {
  const old = service.deploy?.resources?.limits?.[resource] === undefined;
  const key = resource === "cpus" ? "cpus" : "mem_limit";
  return ["services", name, ...(old ? [key] : ["deploy", "resources", "limits", resource])];
}

import { desiredReplicas } from "../../../shared/health.ts";
import type { Gpu, Replica } from "../../../shared/observed.ts";
import type { PlanNote } from "../../../shared/plan.ts";
import type { Service } from "../../../shared/stack/project.ts";
import type { Desired, Observed, PlanOptions } from "../engine.ts";
import { assignGpus, type GpuHolder } from "./gpu-assign.ts";
import type { GivenGpus } from "./gpu-label.ts";
import { gpuWish, type GpuWish } from "./gpu-wish.ts";

export interface GpuPlan {
  /** What a replica of this plan is given; undefined for one that wants none, and where none are known. */
  of: (name: string, number: number) => GivenGpus | undefined;
  /** Who got none, and why. */
  notes: () => PlanNote[];
}

/** Hands out the engine's GPUs to the replicas of a plan: who holds some first, exclusive before shared. */
export function planGpus(desired: Desired, observed: Observed, options: PlanOptions): GpuPlan {
  const { project, want } = desired;
  const { gpus } = options;
  const wishes = new Map(
    Object.entries(project.services).flatMap(([name, service]) => {
      const wish = want === "running" ? gpuWish(service) : undefined;
      return wish === undefined ? [] : [[name, wish] as const];
    }),
  );
  if (gpus === undefined) return { of: () => undefined, notes: () => unknownNotes(wishes) };

  const mine = Object.values(observed.replicas).filter(
    (one) => one.ours && one.stack === project.name && one.role === undefined,
  );
  const kept = Object.entries(project.services).flatMap(([name, service]) => keptReplicas(mine, name, service));
  const leaving = new Set(mine.filter((one) => !kept.includes(one)).map((one) => one.id));
  const holders = Object.values(observed.replicas)
    .filter((one) => !leaving.has(one.id))
    .flatMap(holderOf);
  // What leaves keeps what it has until then, and asks for nothing.
  const given = new Map<string, GivenGpus | undefined>(
    mine
      .filter((one) => leaving.has(one.id))
      .map((one) => [replicaName(project.name, one.service ?? "", one.number), one.gpus]),
  );
  const refused: PlanNote[] = [];

  const of: GpuPlan["of"] = (name, number) => {
    const wish = wishes.get(name);
    if (wish === undefined) return undefined;
    const replica = replicaName(project.name, name, number);
    if (given.has(replica)) return given.get(replica);
    const now = holders.find((one) => one.replica === replica)?.ids;
    const service = `${project.name}/${name}`;
    const ids = assignGpus(gpus, holders, { service, replica, wish, now });
    const result = ids === undefined ? undefined : { ids, exclusive: wish.exclusive };
    if (result === undefined) refused.push(refusal(name, number, wish, gpus, holders, replica));
    else {
      const rest = holders.filter((one) => one.replica !== replica);
      holders.splice(0, holders.length, ...rest, { service, replica, ...result });
    }
    given.set(replica, result);
    return result;
  };

  const seekers = [...wishes]
    .filter(([name]) => options.services?.includes(name) ?? true)
    .flatMap(([name, wish]) => numbersOf(kept, name, project.services[name]).map((number) => ({ name, number, wish })));
  const holds = ({ name, number }: { name: string; number: number }) =>
    holders.some((one) => one.replica === replicaName(project.name, name, number));
  const rank = (one: (typeof seekers)[number]) =>
    one.wish.ids !== undefined ? 0 : holds(one) ? 1 : one.wish.exclusive ? 2 : 3;
  for (const { name, number } of seekers.toSorted((a, b) => rank(a) - rank(b))) of(name, number);
  return { of, notes: () => refused };
}

function replicaName(stack: string, service: string, number: number): string {
  return `${stack}/${service}-${number}`;
}

function holderOf({ stack = "", service = "", number, gpus, state }: Replica): GpuHolder[] {
  if (gpus === undefined || state === "dead" || state === "removing") return [];
  return [{ service: `${stack}/${service}`, replica: replicaName(stack, service, number), ...gpus }];
}

/** The replicas that a service keeps: the lowest numbers, as reconcile.ts selects them. */
function keptReplicas(mine: readonly Replica[], name: string, service: Service): Replica[] {
  return mine
    .filter((one) => one.service === name)
    .toSorted((a, b) => a.number - b.number)
    .slice(0, desiredReplicas(service));
}

/** Numbers of the replicas there will be: those that stay, then the lowest free ones. */
function numbersOf(kept: readonly Replica[], name: string, service: Service | undefined): number[] {
  const numbers = new Set(kept.filter((one) => one.service === name).map((one) => one.number));
  const wanted = service === undefined ? 0 : desiredReplicas(service);
  for (let number = 1; numbers.size < wanted; number += 1) numbers.add(number);
  return [...numbers];
}

function refusal(
  name: string,
  number: number,
  { count, ids, exclusive }: GpuWish,
  gpus: readonly Gpu[],
  holders: readonly GpuHolder[],
  replica: string,
): PlanNote {
  const what =
    ids !== undefined ? `GPU ${ids.join(", ")}` : count === -1 ? "all GPUs" : `${count} GPU${count === 1 ? "" : "s"}`;
  const has = gpus.map(
    (gpu) => `${gpu.id}${gpu.name === undefined ? "" : ` (${gpu.name})`} ${holdersText(gpu, holders, replica)}`,
  );
  return {
    severity: "blocker",
    code: "no-gpu",
    message: `${name}-${number} wants ${what}${exclusive ? " for itself" : ""}; the engine has ${has.length === 0 ? "none that Gantry can see" : `${has.length}: ${has.join("; ")}`}.`,
    hint:
      gpus.length === 0
        ? "`nvidia-smi` on the engine's machine shows them; the NVIDIA Container Toolkit hands them to containers."
        : "Ask for fewer, run fewer replicas, or stop who holds them.",
    path: ["services", name],
  };
}

function holdersText({ id }: Gpu, holders: readonly GpuHolder[], but: string): string {
  const users = holders.filter((one) => one.replica !== but && one.ids.includes(id));
  if (users.length === 0) return "free";
  return `held by ${users.map((one) => `${one.replica}${one.exclusive ? " for itself" : ""}`).join(", ")}`;
}

function unknownNotes(wishes: ReadonlyMap<string, GpuWish>): PlanNote[] {
  return [...wishes].flatMap(([name, { exclusive }]): PlanNote[] => {
    if (!exclusive) return [];
    const message = `Gantry cannot see the GPUs of this engine, so it cannot give ${name} one for itself.`;
    const hint = "Name devices with device_ids, different ones for each service.";
    return [{ severity: "warning", code: "no-gpu", message, hint, path: ["services", name, "x-gantry", "gpu"] }];
  });
}

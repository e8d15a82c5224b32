import type { EngineInfo } from "../../shared/observed.ts";
import type { PlanNote } from "../../shared/plan.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { layerSizeOf, limitOf, reservationOf } from "../../shared/stack/reservations.ts";
import type { Engine, Observed } from "../engines/engine.ts";
import { freeSpace } from "../host/free-space.ts";
import { admissionNotes } from "./admission.ts";
import { placementNotes } from "./placement.ts";

interface Ground {
  engine: Engine;
  local: boolean;
  /** What the engine said of itself before; it is asked when absent. */
  info?: EngineInfo | undefined;
}

/**
 * What the engine's machine has against a plan: room and placement. The engine is asked about itself only when the
 * services say something that depends on it.
 */
export async function capacityNotes(
  { engine, local, info }: Ground,
  project: Project,
  observed: Observed,
  only?: readonly string[],
): Promise<PlanNote[]> {
  const services = Object.entries(project.services).filter(([name]) => only?.includes(name) ?? true);
  if (!services.some(([, service]) => asksForRoom(service))) return [];
  // A plan is not refused because the engine would not say what it has.
  const machine = info ?? (await engine.info().catch(() => undefined));
  if (machine === undefined) return [];
  const sized = local && machine.folder !== undefined && services.some(([, service]) => layerSizeOf(service) > 0);
  const diskFree = sized ? await freeSpace(machine.folder ?? "") : undefined;
  const { cpus, memory } = machine;
  return [
    ...placementNotes(services, machine),
    ...admissionNotes(project, observed, { cpus, memory, ...(diskFree === undefined ? {} : { diskFree }) }, only),
  ];
}

function asksForRoom(service: Service): boolean {
  const amounts = [reservationOf(service), limitOf(service)];
  return (
    amounts.some((one) => one.cpus + one.memory > 0) ||
    layerSizeOf(service) > 0 ||
    service.deploy?.placement !== undefined
  );
}

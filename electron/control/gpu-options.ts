import { GantryError } from "../../shared/errors.ts";
import type { EngineInfo, Gpu } from "../../shared/observed.ts";
import type { Plan } from "../../shared/plan.ts";
import type { Project } from "../../shared/stack/project.ts";
import { wantsGpus } from "../engines/docker/gpu-wish.ts";
import type { Engine } from "../engines/engine.ts";

/** The GPUs a plan may hand out. Nothing is asked for a stack that wants none. */
export async function gpuOptions(
  { engine, info }: { engine: Engine; info?: EngineInfo | undefined },
  project: Project,
): Promise<{ gpus?: readonly Gpu[] }> {
  if (!Object.values(project.services).some(wantsGpus)) return {};
  const { gpus } = info ?? (await engine.info());
  return gpus === undefined ? {} : { gpus };
}

/**
 * Healing carries out plans that nobody looks at: a replica that must have a GPU for itself waits for one.
 *
 * @throws GantryError `failed` saying who holds what
 */
export function refuseWithoutGpu({ notes }: Pick<Plan, "notes">): void {
  const note = notes.find(({ code, severity }) => code === "no-gpu" && severity === "blocker");
  if (note !== undefined) throw new GantryError("failed", note.message, { hint: note.hint });
}

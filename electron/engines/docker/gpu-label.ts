import { gantry } from "./labels.ts";

/** What a replica was given. */
export interface GivenGpus {
  ids: readonly string[];
  exclusive: boolean;
}

/** `exclusive 0,1` or `shared 0`: on the container itself, so that every Gantry sees who holds what. */
export function gpuLabel(given: GivenGpus | undefined): Record<string, string> {
  if (given === undefined) return {};
  return { [gantry.gpus]: `${given.exclusive ? "exclusive" : "shared"} ${given.ids.join(",")}` };
}

/** The field of an observed replica; nothing for a label that is absent or not ours. */
export function gpusOfLabel(text: string | undefined): { gpus?: { ids: string[]; exclusive: boolean } } {
  const [, how, ids] = /^(exclusive|shared) (\S+)$/.exec(text ?? "") ?? [];
  return ids === undefined ? {} : { gpus: { ids: ids.split(","), exclusive: how === "exclusive" } };
}

import type Docker from "dockerode";
import type { VolumeStore } from "../volume-store.ts";
import { countVolume, exportVolume, importVolume, removeVolume } from "./volume-copy.ts";
import { removeLeftHelpers } from "./volume-helper.ts";
import { listVolumes } from "./volume-list.ts";

/** Runs calls on the engine; whatever goes wrong comes out as a GantryError. */
type Ask = <T>(what: string, signal: AbortSignal | undefined, work: (docker: Docker) => Promise<T>) => Promise<T>;

export function createVolumeStore(ask: Ask, clock: () => number): VolumeStore {
  return {
    list: (stack, signal) => ask("list volumes", signal, (docker) => listVolumes(docker, stack, clock())),
    count: (stack, name, limit, signal) =>
      ask(`look into volume ${name}`, signal, (docker) => countVolume(docker, stack, name, limit)),
    remove: (stack, name) =>
      ask(`remove volume ${name}`, undefined, async (docker) => {
        await removeLeftHelpers(docker);
        await removeVolume(docker, stack, name);
      }),
    export: (stack, name, sink, signal) =>
      ask(`export volume ${name}`, signal, (docker) => exportVolume(docker, stack, name, sink, signal)),
    import: (stack, name, source, signal) =>
      ask(`import volume ${name}`, signal, (docker) => importVolume(docker, stack, name, source, signal)),
  };
}

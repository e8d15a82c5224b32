import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { GantryError } from "../../shared/errors.ts";
import { streamBytes, tarEntries } from "../host/tar-entries.ts";
import type { FakeState } from "./fake-state.ts";
import type { VolumeStore } from "./volume-store.ts";

/** Volumes in memory: what was imported last is what is in them. */
export function createFakeVolumes(state: FakeState, clock: () => number, refuseOffline: () => void): VolumeStore {
  const usersOf = (name: string) =>
    [...state.containers.values()].filter(({ call }) =>
      (call.body.HostConfig.Mounts ?? []).some((one) => one.Type === "volume" && one.Source === name),
    );
  const own = (stack: string, name: string): void => {
    refuseOffline();
    const volume = state.volumes.get(name);
    if (volume === undefined) throw new GantryError("not-found", `There is no volume ${name}.`);
    if (volume.stack !== stack || !volume.ours)
      throw new GantryError("foreign", `Volume ${name} does not belong to stack ${stack}.`);
  };
  const entriesOf = async (name: string): Promise<Array<{ name: string; size: number }>> => {
    const archive = state.contents.get(name);
    const entries: Array<{ name: string; size: number }> = [];
    if (archive === undefined) return entries;
    for await (const entry of tarEntries(streamBytes(Readable.from([archive])))) entries.push(entry);
    return entries.filter((one) => !/^\.?\/?$/.test(one.name));
  };
  return {
    async list(stack) {
      refuseOffline();
      const mine = [...state.volumes.values()].filter((one) => one.ours && one.stack === stack);
      return Promise.all(
        mine.map(async ({ name, key }) => {
          const users = usersOf(name).map(({ replica }) => ({
            name: replica.name,
            running: replica.state === "running",
          }));
          const entries = await entriesOf(name);
          return {
            name,
            ...(key === undefined ? {} : { key }),
            driver: "local",
            size: entries.reduce((sum, one) => sum + one.size, 0),
            users,
            ...(users.some((one) => one.running) ? { lastUse: clock() } : {}),
          };
        }),
      );
    },
    async count(stack, name, limit) {
      own(stack, name);
      return Math.min(limit, (await entriesOf(name)).length);
    },
    async remove(stack, name) {
      own(stack, name);
      const users = usersOf(name).map(({ replica }) => replica.name);
      if (users.length > 0) throw new GantryError("failed", `Volume ${name} is used by ${users.join(", ")}.`);
      state.volumes.delete(name);
      state.contents.delete(name);
    },
    async export(stack, name, sink, signal) {
      own(stack, name);
      await pipeline(Readable.from([state.contents.get(name) ?? Buffer.alloc(1024)]), sink, { signal });
    },
    async import(stack, name, source, signal) {
      own(stack, name);
      const chunks: Buffer[] = [];
      for await (const chunk of source) {
        if (signal.aborted) throw new GantryError("cancelled", "Cancelled.");
        chunks.push(Buffer.from(chunk as Buffer));
      }
      state.contents.set(name, Buffer.concat(chunks));
    },
  };
}

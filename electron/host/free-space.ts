import { statfs } from "node:fs/promises";

/** Free bytes of the disk a folder lies on; undefined when the folder is not on this machine. */
export async function freeSpace(folder: string): Promise<number | undefined> {
  const stats = await statfs(folder).catch(() => undefined);
  return stats === undefined ? undefined : stats.bavail * stats.bsize;
}

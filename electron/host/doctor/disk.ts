import { statfs } from "node:fs/promises";
import { formatBytes } from "../../../shared/units.ts";
import type { Check } from "./check.ts";

const TIGHT = 5 * 2 ** 30;

export function diskCheck(folder: string): Check {
  return {
    id: "disk",
    title: "Free disk space",
    applies: () => true,
    async run() {
      const stats = await statfs(folder);
      const free = stats.bavail * stats.bsize;
      const detail = `${formatBytes(free)} free of ${formatBytes(stats.blocks * stats.bsize)} where ${folder} lies`;
      if (free >= TIGHT) return { level: "ok", detail };
      return { level: "warning", detail, fix: "Images and volumes need room: `docker system df` shows what can go." };
    },
  };
}

import { readFile } from "node:fs/promises";
import type { Check } from "./check.ts";

/** Clusters and file watchers run out of these long before memory. Source: kind's "Known issues", inotify limits. */
const WATCHES = 524_288;
const INSTANCES = 512;

export function inotifyCheck(platform: NodeJS.Platform, folder = "/proc/sys/fs/inotify"): Check {
  return {
    id: "inotify",
    title: "File watch limits",
    applies: () => platform === "linux",
    async run() {
      const read = async (name: string) => Number(await readFile(`${folder}/${name}`, "utf8"));
      const watches = await read("max_user_watches");
      const instances = await read("max_user_instances");
      const detail = `${watches} watches, ${instances} instances`;
      if (watches >= WATCHES && instances >= INSTANCES) return { level: "ok", detail };
      return {
        level: "warning",
        detail: `${detail}; local Kubernetes clusters want ${WATCHES} and ${INSTANCES}`,
        fix: `sudo sysctl fs.inotify.max_user_watches=${WATCHES} fs.inotify.max_user_instances=${INSTANCES}`,
      };
    },
  };
}

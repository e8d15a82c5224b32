import { GantryError, messageOf } from "../../../shared/errors.ts";
import type { EngineInfo } from "../../../shared/observed.ts";
import { formatBytes } from "../../../shared/units.ts";
import type { Check } from "./check.ts";

/** Whether the target's engine answers, and what it has. `ask` is the engine's own `info`. */
export function engineCheck(name: string, address: string, ask: () => Promise<EngineInfo>): Check {
  return {
    id: "engine",
    title: `Docker engine (${name})`,
    applies: () => true,
    async run() {
      try {
        const info = await ask();
        const detail = `${info.name} ${info.version}, API ${info.apiVersion}, ${info.cpus} cores, ${formatBytes(info.memory)}, at ${address}`;
        return { level: "ok", detail };
      } catch (error) {
        const fix = error instanceof GantryError ? error.hint : undefined;
        return {
          level: "bad",
          detail: `${messageOf(error)} (${address})`,
          ...(fix === undefined ? {} : { fix }),
        };
      }
    },
  };
}

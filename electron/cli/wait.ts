import { GantryError } from "../../shared/errors.ts";
import type { Project } from "../../shared/stack/project.ts";
import type { Engine } from "../engines/engine.ts";
import { serviceRows, type ServiceRow } from "./services.ts";

const LOOK_EVERY = 250;

/**
 * Waits until every service runs as the file asks, or a job completed.
 *
 * @throws GantryError `unhealthy` when the signal ends the wait, naming what is not well and why
 */
export async function waitUntilWell(
  engine: Engine,
  project: Project,
  services: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const rows = serviceRows(project, await engine.observe()).filter((row) => services?.includes(row.service) ?? true);
    const sick = rows.filter((row) => !isWell(row));
    if (sick.length === 0) return;
    if (signal.aborted) {
      const list = sick.map(
        (row) => `${row.service} is ${row.status} (${row.ready} of ${row.desired})${reasonOf(row)}`,
      );
      throw new GantryError("unhealthy", `Not well in time: ${list.join("; ")}.`, {
        hint: "`gantry logs` and `gantry ps` tell more; --timeout waits longer.",
      });
    }
    await pause(LOOK_EVERY, signal);
  }
}

function isWell(row: ServiceRow): boolean {
  return row.status === "running" || row.status === "completed" || (row.status === "stopped" && row.desired === 0);
}

function reasonOf(row: ServiceRow): string {
  const bad = row.replicas.find((replica) => replica.status !== "ready" && replica.status !== "completed");
  return bad === undefined ? "" : `: ${bad.name} ${bad.reason}`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

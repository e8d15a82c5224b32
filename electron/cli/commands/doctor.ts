import { GantryError } from "../../../shared/errors.ts";
import { doctorChecks } from "../../boot.ts";
import { runChecks } from "../../host/doctor/check.ts";
import type { Context } from "../context.ts";

/** `gantry doctor`: looks at the machine; fails with 1 when something is bad, 3 when the engine does not answer. */
export async function doctor(context: Context): Promise<void> {
  const results = await runChecks(doctorChecks(await context.engine(), await context.target()));
  context.out.value(results);
  const marks = { ok: "ok  ", warning: "warn", bad: "BAD " };
  for (const result of results) {
    context.out.text(`${marks[result.level]}  ${result.title}: ${result.detail}`);
    if (result.fix !== undefined) context.out.text(`      ${result.fix}`);
  }
  const bad = results.filter((result) => result.level === "bad");
  const engine = bad.find((result) => result.id === "engine");
  if (engine !== undefined) throw new GantryError("unreachable", `${engine.title} does not answer.`);
  if (bad.length > 0) throw new GantryError("failed", `${bad.length} checks found trouble.`);
}

import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../../shared/errors.ts";
import { rolloutRows, type RolloutRow } from "../../../control/rollout-status.ts";
import type { Context } from "../../context.ts";
import { deadline } from "../../deadline.ts";
import { table } from "../../output.ts";
import { appliedServices, rolloutStack } from "./rollout-stack.ts";

const WAIT_LIMIT = 120_000;
const LOOK_EVERY = 250;

/** `gantry rollout status [SERVICE…] [--wait]`: replicas on the newest state, ready ones, wanted ones. */
export async function status(context: Context): Promise<void> {
  const { out, options } = context;
  const stack = await rolloutStack(context);
  const signal = deadline(options.timeout ?? WAIT_LIMIT, context.signal);
  let observed = stack.observed;
  for (;;) {
    const { newest, services } = appliedServices({ ...stack, observed }, context.args);
    const rows = rolloutRows(stack.engine, newest, observed).filter((row) => services.includes(row.service));
    const open = rows.filter((row) => !row.done);
    if (options.wait && open.length > 0) {
      if (signal.aborted) throw notWell(open);
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
      observed = await stack.engine.observe();
      continue;
    }
    out.value({ stack: stack.name, revision: newest.revision, done: open.length === 0, services: rows });
    out.text(`${stack.name}: revision ${newest.revision}, ${newest.cause}`);
    const cells = rows.map((row) => [
      row.service,
      String(row.updated),
      String(row.ready),
      String(row.wanted),
      row.status,
    ]);
    out.text(table([["SERVICE", "UPDATED", "READY", "WANTED", "STATUS"], ...cells]));
    return;
  }
}

function notWell(open: readonly RolloutRow[]): GantryError {
  const list = open.map(
    (row) => `${row.service} has ${row.updated} of ${row.wanted} updated, ${row.ready} ready (${row.status})`,
  );
  return new GantryError("unhealthy", `Not done in time: ${list.join("; ")}.`, {
    hint: "`gantry ps` and `gantry logs` tell more; `gantry rollout undo` goes back; --timeout waits longer.",
  });
}

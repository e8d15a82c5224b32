import { findTargets } from "../../boot.ts";
import type { Context } from "../context.ts";
import { table } from "../output.ts";

/** `gantry targets`: where a stack can run. The first one is used when --target is not given. */
export async function targets(context: Context): Promise<void> {
  const list = await findTargets(process.env);
  const [first] = list;
  context.out.value(list.map((target) => ({ ...target, default: target === first })));
  const rows = list.map((target) => [target === first ? "*" : "", target.id, target.address]);
  context.out.text(table([["", "TARGET", "ADDRESS"], ...rows]));
}

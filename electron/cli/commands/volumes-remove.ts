import { lossOf, refuseUsed, removeVolumes, volumeNamed } from "../../control/volumes.ts";
import { lockOwner } from "../../control/lock-owner.ts";
import { mustConfirm } from "../ask.ts";
import type { Context } from "../context.ts";
import { refuse } from "../output.ts";

/** `gantry volumes rm NAME…`: says what would be lost, asks, and removes all of them or, when one is used, none. */
export async function volumesRemove({ out, signal, ...context }: Context, args: readonly string[]): Promise<void> {
  if (args.length === 0) refuse("gantry volumes rm needs a name.", "For example: gantry volumes rm data");
  const stack = await context.stackName();
  const engine = await context.engine();
  const facts = await engine.volumes.list(stack, signal);
  const wanted = [...new Set(args.map((name) => volumeNamed(facts, name)))];
  refuseUsed(wanted);
  const losses: string[] = [];
  for (const one of wanted) losses.push(await lossOf(engine, stack, one));
  await mustConfirm(context, `This deletes ${losses.join("; ")}.`);
  const names = wanted.map((one) => one.name);
  await removeVolumes({ engine, owner: lockOwner() }, stack, names, signal);
  out.value({ stack, removed: names });
  for (const loss of losses) out.text(`removed ${loss}`);
}

import { resolve } from "node:path";
import { formatBytes } from "../../../shared/units.ts";
import { exportVolume, fileExists, volumeNamed } from "../../control/volumes.ts";
import { mustConfirm } from "../ask.ts";
import type { Context } from "../context.ts";
import { refuse } from "../output.ts";

/** `gantry volumes export NAME FILE.tar`: what is in a volume as a tar archive, with modes, owners and links. */
export async function volumesExport({ out, signal, ...context }: Context, args: readonly string[]): Promise<void> {
  const [name, path, ...rest] = args;
  if (name === undefined || path === undefined || rest.length > 0) {
    refuse("gantry volumes export needs a volume and a file.", "For example: gantry volumes export data data.tar");
  }
  const stack = await context.stackName();
  const engine = await context.engine();
  const facts = await engine.volumes.list(stack, signal);
  const volume = volumeNamed(facts, name);
  const file = resolve(path);
  if (await fileExists(file)) await mustConfirm(context, `${file} exists and would be overwritten.`);
  const running = volume.users.filter((one) => one.running).map((one) => one.name);
  if (running.length > 0) {
    out.note(`${volume.name} is in use by ${running.join(", ")}: files that are written now may be torn in the copy.`);
  }
  const bytes = await exportVolume(engine, stack, volume.name, file, signal);
  out.value({ stack, volume: volume.name, file, bytes });
  out.text(`${volume.name} -> ${file} (${formatBytes(bytes)})`);
}

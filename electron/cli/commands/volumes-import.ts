import { resolve } from "node:path";
import { formatBytes } from "../../../shared/units.ts";
import { lockOwner } from "../../control/lock-owner.ts";
import { importVolume, lossOf, volumeNamed } from "../../control/volumes.ts";
import { checkTar } from "../../host/tar-file.ts";
import { mustConfirm } from "../ask.ts";
import type { Context } from "../context.ts";
import { refuse } from "../output.ts";

/** `gantry volumes import FILE.tar NAME`: unpacks an archive into a volume; asks when that is not empty or in use. */
export async function volumesImport({ out, signal, ...context }: Context, args: readonly string[]): Promise<void> {
  const [path, name, ...rest] = args;
  if (name === undefined || path === undefined || rest.length > 0) {
    refuse("gantry volumes import needs a file and a volume.", "For example: gantry volumes import data.tar data");
  }
  const file = resolve(path);
  const { entries } = await checkTar(file);
  const stack = await context.stackName();
  const engine = await context.engine();
  const volume = volumeNamed(await engine.volumes.list(stack, signal), name);
  const running = volume.users.filter((one) => one.running).map((one) => one.name);
  const doubts = [
    ...((await engine.volumes.count(stack, volume.name, 1, signal)) > 0
      ? [
          `${await lossOf(engine, stack, volume)}, not empty: files of the same names would be overwritten, others stay.`,
        ]
      : []),
    ...(running.length > 0 ? [`${volume.name} is in use by ${running.join(", ")}.`] : []),
  ];
  if (doubts.length > 0) await mustConfirm(context, doubts.join(" "));
  const bytes = await importVolume({ engine, owner: lockOwner() }, stack, volume.name, file, signal);
  out.value({ stack, volume: volume.name, file, bytes, ...(entries === undefined ? {} : { entries }) });
  const what = entries === undefined ? "" : `${entries} files and folders, `;
  out.text(`${file} -> ${volume.name} (${what}${formatBytes(bytes)})`);
}

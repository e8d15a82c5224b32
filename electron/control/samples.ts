import { cp, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { GantryError } from "../../shared/errors.ts";
import { findStackFiles } from "./stack-files.ts";

/**
 * The user's own copy of a sample: made on first use, opened as it is afterwards, so that changes are kept and the
 * sample itself stays what it was.
 *
 * @returns the Compose file of the copy
 * @throws GantryError `not-found` with the samples there are
 */
export async function copySample(samplesFolder: string, stacksFolder: string, name: string): Promise<string> {
  const names = await readdir(samplesFolder).catch((): string[] => []);
  if (!names.includes(name)) {
    throw new GantryError("not-found", `There is no sample ${name}.`, { hint: `There are: ${names.join(", ")}.` });
  }
  const copy = join(stacksFolder, name);
  const exists = await stat(copy).then(
    () => true,
    () => false,
  );
  if (!exists) await cp(join(samplesFolder, name), copy, { recursive: true, errorOnExist: false, force: false });
  const [file] = await findStackFiles(copy);
  if (file === undefined) throw new GantryError("not-found", `The folder ${copy} has no Compose file any more.`);
  return file;
}

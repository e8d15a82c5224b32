import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Docker } from "./docker.ts";
import { freshHome } from "./launch.ts";
import { freePort, isFree, uniqueName } from "./names.ts";
import { sampleFile } from "./paths.ts";

export interface SampleOptions {
  /** Another name and port in any case: for tests that are about something else than the sample. */
  own?: boolean;
}

export interface SampleForTest {
  /** A GANTRY_HOME in which the sample may be opened. */
  home: string;
  /** The user's copy, which Gantry makes when it is not there. */
  file: string;
  name: string;
  port: number;
  close(): Promise<void>;
}

/**
 * A fresh state in which the quickstart sample may be opened and applied. Where somebody runs the sample already, or
 * something else holds its port, the copy is made beforehand with another name and port: theirs is not ours to change.
 */
export async function sampleForTest(docker: Docker, { own = false }: SampleOptions): Promise<SampleForTest> {
  const home = await freshHome();
  const file = join(home, "stacks/quickstart/compose.yaml");
  const taken = (await docker.leftovers("quickstart")).length > 0 || !(await isFree(8080));
  const close = (name: string) => async () => {
    await docker.cleanUp(name);
    await rm(home, { recursive: true, force: true });
  };
  if (!taken && !own) return { home, file, name: "quickstart", port: 8080, close: close("quickstart") };
  const name = uniqueName();
  const port = await freePort();
  const text = (await readFile(sampleFile, "utf8"))
    .replace(/^name: quickstart$/m, `name: ${name}`)
    .replace('"8080:8080"', `"${port}:8080"`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return { home, file, name, port, close: close(name) };
}

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Docker } from "./docker.ts";
import { uniqueName } from "./names.ts";

/** A stack file of a test, in a folder of its own, on one engine. */
export interface TestStack {
  name: string;
  folder: string;
  file: string;
  docker: Docker;
  read(): Promise<string>;
  write(text: string): Promise<void>;
  /** Removes the folder and everything of this name on the engine. */
  close(): Promise<void>;
}

/** Writes a stack file; `text` gets the unique name that the stack must have. */
export async function makeStack(docker: Docker, text: (name: string) => string): Promise<TestStack> {
  const name = uniqueName();
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const file = join(folder, "compose.yaml");
  await writeFile(file, text(name));
  return {
    name,
    folder,
    file,
    docker,
    read: () => readFile(file, "utf8"),
    write: (next) => writeFile(file, next),
    async close() {
      // An engine of a test's own is gone by now, and everything on it.
      if ((await docker.missing()) === undefined) await docker.cleanUp(name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

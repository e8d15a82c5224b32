import { _electron, type ElectronApplication } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GantryWindow } from "./gantry-window.ts";
import { electronProgram, root, sandboxArguments } from "./paths.ts";

export interface LaunchOptions {
  /** What follows the app on the command line: a stack file, `--sample`, `--target`. */
  args?: readonly string[];
  /** An existing GANTRY_HOME, to open the app again; else a fresh one. */
  home?: string;
  env?: NodeJS.ProcessEnv;
}

/** A folder for settings that no other app uses. */
export function freshHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), "ge2e-home-"));
}

/** Starts the app as it was built and waits for its window. */
export async function launch({ args = [], home, env = process.env }: LaunchOptions): Promise<GantryWindow> {
  const folder = home ?? (await freshHome());
  const app = await _electron.launch({
    executablePath: electronProgram(),
    args: [...sandboxArguments(), root, ...args],
    cwd: root,
    env: definedOnly({ ...env, GANTRY_HOME: folder }),
  });
  return new GantryWindow(app, await app.firstWindow(), folder);
}

/** Quits as a person does, by the app's own way out; an app that does not want to end is ended after a while. */
export async function quit(app: ElectronApplication): Promise<void> {
  const child = processOf(app);
  if (child === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const kill = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await app.close().catch(() => undefined);
  clearTimeout(kill);
}

export async function removeHome(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

export function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Playwright forgets the process of an app that has ended; asking for it then throws. */
function processOf(app: ElectronApplication): ReturnType<ElectronApplication["process"]> | undefined {
  try {
    return app.process();
  } catch {
    return undefined;
  }
}

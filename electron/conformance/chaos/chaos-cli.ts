import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { linesOf, type ChaosEngine, type Ended } from "./chaos-engine.ts";
import { stackFile, TOKEN, type Wish } from "./chaos-stack.ts";

/** The built CLI under plain Node: `npm test` builds it first. */
const cli = resolve(import.meta.dirname, "../../../out/main/cli.js");

/** A run of the CLI that can be killed. */
export interface Running {
  ended: Promise<Ended>;
  /** False when it had ended by itself. */
  kill(): boolean;
}

/** A stack's file and the CLI on it. */
export interface ChaosStack {
  name: string;
  port: number;
  wish(wish: Wish): Promise<void>;
  start(...args: string[]): Running;
  /** Runs the CLI to its end; throws unless it ends with 0. */
  gantry(...args: string[]): Promise<Ended>;
  close(): Promise<void>;
}

export async function chaosStack(engine: ChaosEngine, port: number): Promise<ChaosStack> {
  const folder = await mkdtemp(join(tmpdir(), "gantry-chaos-"));
  const file = join(folder, "compose.yaml");
  const name = `gchaos-${process.pid}-${Date.now().toString(36)}`;
  const env = { ...engine.env, [TOKEN.variable]: TOKEN.value };
  const start = (...args: string[]): Running => {
    const child = spawn(process.execPath, [cli, "-f", file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const out = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
    const ended = new Promise<Ended>((done) => child.once("close", (code) => done({ code: code ?? -1, ...out })));
    return { ended, kill: () => child.exitCode === null && child.kill("SIGKILL") };
  };
  return {
    name,
    port,
    wish: (wish) => writeFile(file, stackFile(name, port, wish)),
    start,
    async gantry(...args) {
      const ended = await start(...args).ended;
      if (ended.code !== 0) {
        throw new Error(`gantry ${args.join(" ")} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
      }
      return ended;
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** Removes what the stack has on the engine, without Gantry. */
export async function sweep(engine: ChaosEngine, stack: string): Promise<void> {
  const label = `label=dev.gantry.stack=${stack}`;
  // Records first: a window that is open beside the test would heal what it sees go.
  const lists: Array<[list: string[], remove: string[]]> = [
    [
      ["volume", "ls", "-q", "--filter", label, "--filter", `name=gantry-${stack}-`],
      ["volume", "rm", "-f"],
    ],
    [
      ["ps", "-aq", "--filter", label],
      ["rm", "-f", "-v"],
    ],
    [
      ["network", "ls", "-q", "--filter", label],
      ["network", "rm"],
    ],
    [
      ["volume", "ls", "-q", "--filter", label],
      ["volume", "rm", "-f"],
    ],
  ];
  for (const [list, remove] of lists) {
    const ids = linesOf(await engine.docker(...list));
    if (ids.length > 0) await engine.docker(...remove, ...ids);
  }
}

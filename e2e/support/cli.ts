import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { run, type CommandOptions, type Ended } from "./command.ts";
import { cliFile } from "./paths.ts";

/** Runs `gantry …` under plain Node, as an installed CLI would be. */
export function gantry(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return run(process.execPath, [cliFile, ...args], options);
}

export interface Following {
  /** Lines that were printed so far. */
  lines: string[];
  /** Ctrl-C; answers the exit code. */
  interrupt(): Promise<number | null>;
}

/** Starts a command that follows (`logs -f`, `events -f`) and collects its lines. */
export function follow(args: readonly string[], options: CommandOptions = {}): Following {
  const child: ChildProcess = spawn(process.execPath, [cliFile, ...args], {
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return {
    lines,
    interrupt() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

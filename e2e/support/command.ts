import { execFile } from "node:child_process";

/** How a program ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  timeout?: number;
}

/** Runs a program to its end. Never throws for a bad exit: the exit code is what many tests are about. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 64 * 1024 * 1024, timeout: options.timeout ?? 60_000 };
    execFile(program, [...args], { ...options, ...limits }, (error, stdout, stderr) => {
      resolve({ code: codeOf(error), stdout, stderr });
    });
  });
}

function codeOf(error: Error | null): number {
  if (error === null) return 0;
  // A program that could not be started carries a word such as ENOENT, one that was ended by a signal carries none.
  return "code" in error && typeof error.code === "number" ? error.code : -1;
}

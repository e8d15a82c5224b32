import { execFile, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

/** The built CLI under plain Node: `npm test` builds it first. For tests. */
const cli = resolve(import.meta.dirname, "../../out/main/cli.js");

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; begun?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  const { env = {}, cwd, begun } = options;
  return new Promise((done) => {
    const settings = { env: { ...process.env, ...env }, timeout: 100_000, ...(cwd === undefined ? {} : { cwd }) };
    const child = execFile(command, [...args], settings, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
    begun?.(child);
  });
}

export function gantry(args: readonly string[], options: Parameters<typeof run>[2] = {}): Promise<Ended> {
  return run(process.execPath, [cli, ...args], options);
}

export async function docker(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run("docker", args);
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

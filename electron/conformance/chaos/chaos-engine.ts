import { execFile } from "node:child_process";

/** How a program ended; -1 for one that was ended by a signal or could not be started. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((done) => {
    const limits = { env, timeout: 120_000, maxBuffer: 2 ** 26 };
    execFile(program, [...args], limits, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      done({ code, stdout, stderr });
    });
  });
}

/** A Docker engine past Gantry: through Docker's own command, and its published ports. */
export interface ChaosEngine {
  env: NodeJS.ProcessEnv;
  /** Runs `docker …`; throws when it fails. */
  docker(...args: string[]): Promise<string>;
  /** Asks a published port so many times, each over a connection of its own; throws when one is not answered. */
  ask(port: number, times: number): Promise<string[]>;
}

/**
 * @param host as in DOCKER_HOST; the machine's own engine when undefined
 * @param inside what runs a program where the engine's ports are published, when that is not here
 */
export function chaosEngine(host?: string, inside: () => readonly string[] = () => []): ChaosEngine {
  const env = host === undefined ? process.env : { ...process.env, DOCKER_HOST: host };
  return {
    env,
    async docker(...args) {
      const { code, stdout, stderr } = await run("docker", args, env);
      if (code !== 0) throw new Error(`docker ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
      return stdout.trim();
    },
    async ask(port, times) {
      const url = `http://127.0.0.1:${port}/?[1-${times}]`;
      const curl = ["curl", "-sS", "--fail", "--max-time", "5", "--header", "Connection: close", url];
      const [program = "", ...args] = [...inside(), ...curl];
      const { code, stdout, stderr } = await run(program, args);
      if (code !== 0) throw new Error(`${url} is not answered: ${stderr}`);
      return linesOf(stdout);
    },
  };
}

export function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "./command.ts";
import { Docker } from "./docker.ts";

/** An engine of the test's own, which may be stopped and frozen without harm to anybody. */
export interface SecondEngine {
  docker: Docker;
  /** An orderly stop, as `systemctl stop docker` does it; answers when the daemon is gone. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Leaves the socket open with nobody behind it: what a hung engine looks like. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Why there can be no second engine here; undefined when there can. */
export function whyNoSecondEngine(): string | undefined {
  if (process.platform !== "linux") return "a second Docker daemon can only be started on Linux";
  if (process.getuid?.() !== 0) return "only root can start a second Docker daemon";
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => existsSync(join(folder, "dockerd"))) ? undefined : "dockerd is not installed";
}

/**
 * Starts a daemon with everything its own: socket, data, state, address pool, no default bridge, no firewall rules.
 * The given images are copied into it from the machine's engine.
 */
export async function startSecondEngine(images: readonly string[]): Promise<SecondEngine> {
  // A short path: a socket's may have 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), "ge2e-engine-"));
  const host = `unix://${folder}/docker.sock`;
  const docker = new Docker(host);
  await writeFile(join(folder, "daemon.json"), "{}");
  let daemon: ChildProcess | undefined;

  const start = async () => {
    const log = openSync(join(folder, "log"), "a");
    // In a network namespace of its own: a dockerd with --bridge=none deletes the docker0 it finds, which is the machine's.
    const command = ["--net", "dockerd", ...daemonArguments(folder, host)];
    daemon = spawn("unshare", command, { stdio: ["ignore", log, log], env: withSbin() });
    const child = daemon;
    const deadline = Date.now() + 30_000;
    while ((await docker.missing()) !== undefined) {
      if (child.exitCode !== null) throw new Error(`dockerd ended with ${child.exitCode}; its log is ${folder}/log`);
      if (Date.now() > deadline) throw new Error(`dockerd did not answer in 30 s; its log is ${folder}/log`);
      await pause(50);
    }
  };
  const stop = async () => {
    const child = daemon;
    daemon = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGCONT");
    child.kill("SIGTERM");
    await ended;
  };

  try {
    await start();
    await copyImages(docker, folder, images);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    docker,
    stop,
    start,
    freeze: () => void daemon?.kill("SIGSTOP"),
    thaw: () => void daemon?.kill("SIGCONT"),
    async close() {
      daemon?.kill("SIGCONT");
      if (daemon !== undefined) {
        const all = await docker.run("ps", "-aq");
        if (all !== "") await docker.try("rm", "-f", ...all.split("\n"));
        // A network that outlives its daemon would leave a bridge on the machine.
        await docker.try("network", "prune", "-f");
      }
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function daemonArguments(folder: string, host: string): string[] {
  const files = { "config-file": "daemon.json", "data-root": "data", "exec-root": "exec", pidfile: "pid" };
  return [
    `--host=${host}`,
    ...Object.entries(files).map(([option, name]) => `--${option}=${join(folder, name)}`),
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--default-address-pool=base=10.213.0.0/16,size=24",
  ];
}

function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, DOCKER_HOST: "" };
}

async function copyImages(to: Docker, folder: string, images: readonly string[]): Promise<void> {
  const archive = join(folder, "images.tar");
  const saved = await run("docker", ["save", "-o", archive, ...images]);
  if (saved.code !== 0) throw new Error(`docker save failed: ${saved.stderr}`);
  await to.run("load", "-i", archive);
}

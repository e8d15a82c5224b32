import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chaosEngine, linesOf, run, type ChaosEngine } from "./chaos-engine.ts";

/** An engine of the test's own, which may be killed without harm to anybody. */
export interface OwnEngine extends ChaosEngine {
  /** Ends the daemon: SIGTERM as `systemctl stop docker` does it, SIGKILL as a crash. Answers when it is gone. */
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Why there can be no engine of our own here; undefined when there can. */
export function whyNoOwnEngine(): string | undefined {
  if (process.platform !== "linux") return "a second Docker daemon can only be started on Linux";
  if (process.getuid?.() !== 0) return "only root can start a second Docker daemon";
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => existsSync(join(folder, "dockerd"))) ? undefined : "dockerd is not installed";
}

/**
 * Starts a daemon with everything its own: socket, data, state, address pool, and a network namespace that outlives it as
 * a machine's outlives its daemon. The given images are copied into it from the machine's engine.
 */
export async function startOwnEngine(images: readonly string[]): Promise<OwnEngine> {
  // A short path: a socket's may have 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), "gchaos-"));
  const host = `unix://${folder}/docker.sock`;
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
  // Holds the namespace. Its loopback is down at first, and the published ports are asked for there.
  const holder = spawn("unshare", ["--net", "sh", "-c", "ip link set lo up && exec sleep infinity"], { env });
  const inside = ["nsenter", `--net=/proc/${holder.pid}/ns/net`];
  const engine = chaosEngine(host, () => inside);
  await writeFile(join(folder, "daemon.json"), "{}");
  let daemon: ChildProcess | undefined;

  const answers = async () => (await run("docker", ["version"], engine.env)).code === 0;
  const start = async () => {
    const log = openSync(join(folder, "log"), "a");
    const [program = "", ...args] = [...inside, "dockerd", ...daemonArguments(folder, host)];
    const child = spawn(program, args, { stdio: ["ignore", log, log], env: { ...env, DOCKER_HOST: "" } });
    daemon = child;
    const deadline = Date.now() + 60_000;
    while (!(await answers())) {
      if (child.exitCode !== null) throw new Error(`dockerd ended with ${child.exitCode}; its log is ${folder}/log`);
      if (Date.now() > deadline) throw new Error(`dockerd did not answer in 60 s; its log is ${folder}/log`);
      await pause(50);
    }
  };
  const kill = async (signal: "SIGTERM" | "SIGKILL") => {
    const child = daemon;
    daemon = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    await ended;
    await containerdEnd(folder);
    if (signal === "SIGKILL") await killForgotten(folder);
  };
  const close = async () => {
    if (daemon !== undefined) {
      const all = linesOf(await engine.docker("ps", "-aq"));
      if (all.length > 0) await engine.docker("rm", "-f", ...all);
    }
    await kill("SIGTERM");
    holder.kill("SIGKILL");
    await killContainers(folder, () => Promise.resolve(true));
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await start();
    const archive = join(folder, "images.tar");
    await chaosEngine().docker("save", "-o", archive, ...images);
    await engine.docker("load", "-i", archive);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...engine, start, kill, close };
}

/**
 * Ends the containers of a daemon that is gone, of which it does not know that it started them. When it is killed just
 * there, it never stops nor removes them any more: they keep their addresses, and a start of the same container fails with
 * "task already exists". Nobody can mend that through the engine's interface (Docker 26), so it is not what is tested.
 */
async function killForgotten(folder: string): Promise<void> {
  await killContainers(folder, async (id) => {
    const text = await readFile(join(folder, "data/containers", id, "config.v2.json"), "utf8").catch(() => "{}");
    return (JSON.parse(text) as { State?: { Running?: boolean } }).State?.Running !== true;
  });
}

/** Ends the containers of the daemon with this folder, past it. */
async function killContainers(folder: string, which: (id: string) => Promise<boolean>): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((one) => /^\d+$/.test(one))) {
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    const isOurs = command[0]?.includes("containerd-shim") === true && command.some((one) => one.startsWith(folder));
    if (!isOurs || !(await which(command[command.indexOf("-id") + 1] ?? ""))) continue;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
    for (const one of [...children.trim().split(" "), pid]) if (Number(one) > 1) killQuietly(Number(one));
  }
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  const ours = mounts.filter((one) => one.startsWith(`${folder}/`)).toReversed();
  if (ours.length > 0) await run("umount", ["--lazy", ...ours]);
}

/** The daemon's own containerd ends with it, a moment later, and may start a container until then. */
async function containerdEnd(folder: string): Promise<void> {
  const pid = await readFile(join(folder, "exec/containerd/containerd.pid"), "utf8").catch(() => "");
  if (pid === "") return;
  const deadline = Date.now() + 10_000;
  while (existsSync(`/proc/${pid.trim()}`) && Date.now() < deadline) await pause(20);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function daemonArguments(folder: string, host: string): string[] {
  const files = { "config-file": "daemon.json", "data-root": "data", "exec-root": "exec", pidfile: "pid" };
  return [
    `--host=${host}`,
    ...Object.entries(files).map(([option, name]) => `--${option}=${join(folder, name)}`),
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--default-address-pool=base=10.214.0.0/16,size=24",
  ];
}

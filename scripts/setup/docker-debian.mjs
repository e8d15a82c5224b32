// Installs Docker's engine on Debian from Debian's own packages, and starts it where no init system does.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, distribution } from "./apt.mjs";
import { run, which } from "./command.mjs";
import { trixie } from "./debian-trixie.mjs";
import { askEngine } from "./docker-endpoint.mjs";
import { inCache } from "./paths.mjs";

const log = "docker.log";
const packages = () => ["docker.io", "docker-compose", ...(which("docker") ? [] : ["docker-cli"])];

export async function installEngine() {
  // Debian 12's own engine (20.10) cannot run privileged containers in the virtual machines we test in; Debian 13's can,
  // and its packages need nothing else of Debian 13.
  if (distribution().version >= 13) return install([], [...packages(), "iptables"], { log });
  const folder = mkdtempSync(join(tmpdir(), "gantry-apt-"));
  try {
    const next = await trixie(folder, { log });
    const wanted = packages().map((name) => `${name}/trixie`);
    await run("apt-get", [...next, "download", ...wanted], { cwd: folder, log });
    const debs = (await run("sh", ["-c", "ls ./*.deb"], { cwd: folder })).out.trim().split("\n");
    return await install([], [...debs, "iptables"], { cwd: folder, log });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the engine and waits until it answers. Returns its version. */
export async function startEngine(where) {
  if (existsSync("/run/systemd/system")) await run("systemctl", ["start", "docker"], { log, limitMs: 60_000 });
  else startDetached();
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { version, error } = await askEngine(where);
    if (version) return version;
    if (own && !isRunning(own)) throw new Error(`dockerd ended at once: see ${daemonLog()}`);
    if (Date.now() > deadline) throw new Error(`dockerd did not answer within 60 s (${error}): see ${daemonLog()}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

const daemonLog = () => inCache("logs", "dockerd.log");

// Kept so that a test run in CI can end exactly the daemon it started.
let own;

function startDetached() {
  const out = openSync(daemonLog(), "a");
  own = spawn(which("dockerd"), [], { detached: true, stdio: ["ignore", out, out], cwd: "/" });
  own.unref();
}

const isRunning = (child) => child.exitCode === null && child.signalCode === null;

/** Ends the daemon that this process started, if it did; true when it ended one. */
export async function stopOwnEngine() {
  if (!own || !isRunning(own)) return false;
  // Let go of when it started, so that it would not hold up this process; now its end is what is waited for.
  own.ref();
  const ended = new Promise((resolve) => own.once("exit", resolve));
  own.kill("SIGTERM");
  await ended;
  return true;
}

// Installs Docker's engine on Debian from Debian's own packages, and starts it where no init system does.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, distribution } from "./apt.mjs";
import { run, which } from "./command.mjs";
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
    const next = await newerRelease(folder);
    const wanted = packages().map((name) => `${name}/trixie`);
    await run("apt-get", [...next, "update"], { cwd: folder, log });
    await run("apt-get", [...next, "download", ...wanted], { cwd: folder, log });
    const debs = (await run("sh", ["-c", "ls ./*.deb"], { cwd: folder })).out.trim().split("\n");
    return await install([], [...debs, "iptables"], { cwd: folder, log });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Options that let one apt-get call see Debian 13 while the system's own lists stay as they are.
async function newerRelease(folder) {
  const sources = "/etc/apt/sources.list.d/debian.sources";
  const mirror = /^URIs:\s*(\S+)$/m.exec(existsSync(sources) ? readFileSync(sources, "utf8") : "")?.[1] ?? oldMirror();
  // The list must lie outside lists/, which apt empties.
  const list = join(folder, "source.list");
  const keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(list, `deb [signed-by=${keys}] ${mirror} trixie main\n`);
  mkdirSync(join(folder, "lists/partial"), { recursive: true });
  const options = {
    "Dir::Etc::sourcelist": list,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(folder, "lists"),
    "Dir::Cache::pkgcache": "",
    "Dir::Cache::srcpkgcache": "",
    "APT::Sandbox::User": "root",
  };
  return Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

function oldMirror() {
  const lines = readFileSync("/etc/apt/sources.list", "utf8");
  const found = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\w+\s+main/m.exec(lines)?.[1];
  if (!found) throw new Error("no Debian mirror is named under /etc/apt");
  return found;
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

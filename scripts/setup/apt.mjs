// Debian and Ubuntu packages: what is missing, and how to get it as root or with a sudo that asks nothing.
import { readFileSync } from "node:fs";
import { run, tryRun, which } from "./command.mjs";

const quiet = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=1"];
// One source that does not answer (a vendor's extra list) must not hold up the others for minutes.
const patience = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20"];

export const hasApt = () => process.platform === "linux" && Boolean(which("apt-get") && which("dpkg-query"));

/** {id, version} of the system, from os-release: "debian" 12, "ubuntu" 24.04. */
export function distribution(text = readRelease()) {
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), version: Number(field("VERSION_ID")) || 0 };
}

function readRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/** Those of the packages that are not installed. Newer releases renamed some with a "t64" ending; either will do. */
export async function missing(packages) {
  const either = packages.flatMap((name) => [name, `${name}t64`]);
  const { out } = await tryRun("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n", ...either]);
  const present = new Set([...out.matchAll(/^(\S+) installed$/gm)].map((match) => match[1]));
  return packages.filter((name) => !present.has(name) && !present.has(`${name}t64`));
}

/** The words to put before a command so that it runs as root, or undefined when that would ask for a password. */
export async function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!which("sudo")) return undefined;
  const { code } = await tryRun("sudo", ["-n", "true"], { limitMs: 5000 });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

/** Installs packages (names or ./files.deb); refreshes the lists only when the ones at hand do not serve. */
export async function install(prefix, packages, { cwd, log }) {
  const options = { cwd, log };
  const apt = (...args) => {
    const words = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...patience, ...args];
    return [words[0], words.slice(1), options];
  };
  const first = await tryRun(...apt("install", ...quiet, ...packages));
  if (first.code === 0) return;
  // A source that cannot be reached is no reason to stop: the install below says whether it mattered.
  await tryRun(...apt("update"));
  await run(...apt("install", ...quiet, ...packages));
}

/** The names under which this release has the packages ("libasound2" or "libasound2t64"). */
export async function named(packages) {
  const { out } = await tryRun("apt-cache", ["pkgnames"]);
  const known = new Set(out.split("\n"));
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}

/**
 * Downloads packages without installing them and unpacks their files into a folder.
 * `from`: options that name other lists than the system's.
 */
export async function unpack(packages, folder, { log, from = [] }) {
  const fetch = () => tryRun("apt-get", [...patience, ...from, "download", ...packages], { cwd: folder, log });
  if ((await fetch()).code !== 0) {
    const prefix = await asRoot();
    if (!prefix)
      throw new Error(`apt-get cannot download ${packages.join(" ")}; refresh its lists with: sudo apt-get update`);
    const [command, ...rest] = [...prefix, "apt-get", ...patience, "update"];
    await tryRun(command, rest, { log });
    const again = await fetch();
    if (again.code !== 0) throw new Error(`apt-get cannot download ${packages.join(" ")}: ${again.why}`);
  }
  const script = 'for deb in ./*.deb; do dpkg-deb -x "$deb" . && rm "$deb" || exit 1; done';
  await run("sh", ["-c", script], { cwd: folder, log });
}

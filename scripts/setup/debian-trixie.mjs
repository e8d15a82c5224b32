// Packages of Debian 13 for one command, on an older Debian whose own lists stay as they are.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";

/** Options with which apt-get sees Debian 13 and nothing else; its lists lie in the folder, fresh. */
export async function trixie(folder, { log }) {
  const sources = "/etc/apt/sources.list.d/debian.sources";
  const mirror = /^URIs:\s*(\S+)$/m.exec(existsSync(sources) ? readFileSync(sources, "utf8") : "")?.[1] ?? oldMirror();
  // The list must lie outside lists/, which apt empties.
  const list = join(folder, "source.list");
  const keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(list, `deb [signed-by=${keys}] ${mirror} trixie main\n`);
  mkdirSync(join(folder, "lists/partial"), { recursive: true });
  const settings = {
    "Dir::Etc::sourcelist": list,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(folder, "lists"),
    "Dir::Cache::pkgcache": "",
    "Dir::Cache::srcpkgcache": "",
    "APT::Sandbox::User": "root",
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  await run("apt-get", [...options, "update"], { cwd: folder, log });
  return options;
}

function oldMirror() {
  const lines = readFileSync("/etc/apt/sources.list", "utf8");
  const found = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\w+\s+main/m.exec(lines)?.[1];
  if (!found) throw new Error("no Debian mirror is named under /etc/apt");
  return found;
}

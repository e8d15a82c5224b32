// The packages of package-lock.json, installed exactly when they are missing or not those of the lock file.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastLines, tryRun } from "./command.mjs";
import { modules, root } from "./paths.mjs";
import { done, failed, there } from "./step.mjs";

export const nodeModules = { name: "node modules", run: provide };

// Kept inside the folder that it vouches for, so that they go together.
const stamp = join(modules, ".gantry-lock");
const wantedMajor = 20;

async function provide({ say }) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < 19)) {
    return failed(`this is Node ${process.versions.node}`, "Install Node 20.19 or newer.");
  }
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (isCurrent(lock)) return there();
  say("npm ci");
  await installExactly(say);
  writeFileSync(stamp, lock);
  return done("as in package-lock.json");
}

async function installExactly(say) {
  const exact = await npm("ci");
  if (exact.code === 0) return;
  // A lock file written where the registry is only a partial mirror lacks other systems' binaries, and npm ci then refuses.
  // A plain install takes the same versions from the lock and adds what is missing, without writing it down.
  if (!/code EUSAGE/.test(exact.err)) throw new Error(`npm ci: ${errorOf(exact.err)}`);
  say("the lock file does not list every package for this system; npm install");
  const plain = await npm("install", "--no-save");
  if (plain.code !== 0) throw new Error(`npm install: ${errorOf(plain.err)}`);
}

function npm(...words) {
  const windows = process.platform === "win32";
  // A batch file can only be started through the command interpreter.
  return tryRun(windows ? "npm.cmd" : "npm", [...words, "--no-audit", "--no-fund"], {
    cwd: root,
    log: "npm.log",
    shell: windows,
  });
}

// npm says what is wrong first and explains its own options last.
function errorOf(text) {
  const lines = text.split("\n").filter((line) => /^npm error \S/.test(line));
  return lines.slice(0, 6).join("\n") || lastLines(text);
}

function isCurrent(lock) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return true;
  return installedByHand(lock);
}

// `npm install` run by a developer: npm's own record inside node_modules says what is there.
function installedByHand(lock) {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const same = Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === "" || there[path]?.version === version || optional || peer,
  );
  if (same) writeFileSync(stamp, lock);
  return same;
}

// Builds the app into out/ when its sources are not those of the last build.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "./command.mjs";
import { root } from "./paths.mjs";
import { done, there } from "./step.mjs";
import { tool } from "./tool.mjs";

export const build = { name: "build", run: provide };

export const out = join(root, "out");
const stamp = join(out, ".sources");
const sources = ["electron", "renderer", "shared", "package.json", "package-lock.json", "tsconfig.base.json"];
const unbuilt = /\.(test|contract|spec)\.tsx?$|\.tsbuildinfo$/;

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

async function provide({ say }) {
  if (isBuilt()) return there();
  say("electron-vite build");
  // Taken before the build: a file that changes meanwhile makes the result stale, not fresh.
  const before = fingerprint();
  // The bundler leaves chunks of earlier builds behind, and everything in out/ is packaged.
  rmSync(out, { recursive: true, force: true });
  const [node, script] = tool("electron-vite");
  await run(node, [script, "build", "--config", "electron/vite.config.ts"], { cwd: root, log: "build.log" });
  const [vite, viteScript] = tool("vite");
  await run(vite, [viteScript, "build", "--config", "electron/cli.vite.config.ts"], { cwd: root, log: "build.log" });
  writeFileSync(stamp, before);
  return done("out/");
}

// Names, sizes and times rather than contents: the CLI asks this on every start.
function fingerprint() {
  const hash = createHash("sha256");
  const files = sources.flatMap((name) => filesIn(join(root, name)));
  for (const path of files.toSorted((a, b) => (a < b ? -1 : 1))) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !unbuilt.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

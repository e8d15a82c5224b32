// The command-line tools of node_modules, started by Node itself: the same on every system, without a shell.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { modules } from "./paths.mjs";

/** Words that start the tool: [node, script]. */
export function tool(name, owner = name) {
  const folder = join(modules, owner);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return [process.execPath, join(folder, typeof bin === "string" ? bin : bin[name])];
}

// Where electron-builder leaves the unpacked app on each system.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const inside = {
  linux: "gantry",
  darwin: "Gantry.app/Contents/MacOS/Gantry",
  win32: "Gantry.exe",
};
const folders = { linux: /^linux(-\w+)?-unpacked$/, darwin: /^mac(-\w+)?$/, win32: /^win(-\w+)?-unpacked$/ };

/** {folder, program} of this system's unpacked app. */
export function unpackedApp() {
  const dist = join(root, "dist");
  const name = readdirSync(dist).find((entry) => folders[process.platform].test(entry));
  if (name === undefined) throw new Error("there is no unpacked app in dist/: run `npm run package`");
  const folder = join(dist, name);
  return { folder, program: join(folder, inside[process.platform]) };
}

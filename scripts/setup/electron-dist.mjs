// Which Electron this clone runs: one the user points at, the official one, or the one that set-up made.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cache, modules } from "./paths.mjs";

export const madeHere = join(cache, "electron");
const official = join(modules, "electron/dist");

/** {folder, version, from}, or undefined when there is none yet. */
export function electronDist() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const places = [
    [given, given === madeHere ? "made here" : "ELECTRON_OVERRIDE_DIST_PATH"],
    [official, "official"],
    [madeHere, "made here"],
  ];
  for (const [folder, from] of places) {
    if (folder && isComplete(folder)) return { folder, from, version: versionOf(folder) };
  }
  return undefined;
}

/** What the environment must say so that `electron`, electron-vite, Playwright and electron-builder use it. */
export function electronEnv() {
  const dist = electronDist();
  return dist && dist.from !== "official" ? { ELECTRON_OVERRIDE_DIST_PATH: dist.folder } : {};
}

/** The program itself inside a distribution folder. */
export function electronProgram(folder, platform = process.platform) {
  if (platform === "darwin") return join(folder, "Electron.app/Contents/MacOS/Electron");
  return join(folder, platform === "win32" ? "electron.exe" : "electron");
}

// The version file is written last, by Electron's own installer and by ours.
const isComplete = (folder) => existsSync(join(folder, "version")) && existsSync(electronProgram(folder));

const versionOf = (folder) => readFileSync(join(folder, "version"), "utf8").trim().replace(/^v/, "");

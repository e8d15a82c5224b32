import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const cliFile = join(root, "out/main/cli.js");
export const sampleFile = join(root, "resources/samples/quickstart/compose.yaml");

/** The Electron program of this clone: the one the environment points at, the official one, or the one of set-up. */
export function electronProgram(): string {
  const folders = [
    process.env["ELECTRON_OVERRIDE_DIST_PATH"],
    join(root, "node_modules/electron/dist"),
    join(root, ".cache/electron"),
  ];
  for (const folder of folders) {
    const program = folder === undefined ? undefined : join(folder, inside[process.platform] ?? "electron");
    if (program !== undefined && existsSync(program)) return program;
  }
  throw new Error("There is no Electron: run `node scripts/setup.mjs` first.");
}

const inside: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "Electron.app/Contents/MacOS/Electron",
  win32: "electron.exe",
};

/** Chromium refuses its sandbox to root; everybody else keeps it. */
export function sandboxArguments(): string[] {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

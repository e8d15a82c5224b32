// `npm run package`: the unpacked app, then each installer that this machine has the tools for. `--unpacked` stops before those.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setUp } from "./setup.mjs";
import { build } from "./setup/build.mjs";
import { run, tryRun } from "./setup/command.mjs";
import { electronDist } from "./setup/electron-dist.mjs";
import { root } from "./setup/paths.mjs";
import { done, runStep, skipped } from "./setup/step.mjs";
import { tool } from "./setup/tool.mjs";
import { unpackedApp } from "./setup/unpacked-app.mjs";

const platforms = {
  linux: { flag: "--linux", targets: ["deb", "AppImage", "tar.gz"] },
  darwin: { flag: "--mac", targets: ["dmg", "zip"] },
  win32: { flag: "--win", targets: ["nsis"] },
};
const { flag, targets } = platforms[process.platform];
const log = "package.log";

await setUp({ only: ["node modules", "Electron"] });
for (const step of [build, { name: "unpacked app", run: packUnpacked }]) {
  const { state } = await runStep(step, {}, console.log);
  if (state === "failed") process.exit(1);
}
if (!process.argv.includes("--unpacked")) {
  // Together: where a tool cannot be downloaded, electron-builder takes most of a minute to give up on it.
  await Promise.all(
    targets.map((target) => runStep({ name: target, run: () => packInstaller(target) }, {}, console.log)),
  );
}

async function packUnpacked({ say }) {
  const { folder, version, from } = electronDist();
  const official = from === "official";
  say(`electron-builder, with Electron ${version} (${from})`);
  // The official one electron-builder takes from the download cache that it shares with Electron's installer.
  const dist = official ? [] : [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
  const [node, script] = tool("electron-builder");
  await run(node, [script, flag, "--dir", ...dist, "--publish", "never"], { cwd: root, log });
  const app = unpackedApp();
  if (!official) rmSync(join(app.folder, "resources/default_app.asar"), { force: true });
  // For the test of the packaged app, which need not know how each system lays it out.
  writeFileSync(join(root, "dist/program.txt"), app.program);
  return done(app.program + (official ? "" : " (for tests: a release is built with the official Electron)"));
}

// The unpacked app is packed again, not built again. Most targets need a tool that electron-builder downloads.
async function packInstaller(target) {
  const [node, script] = tool("electron-builder");
  const words = [script, flag, target, "--prepackaged", unpackedApp().folder, "--publish", "never"];
  const { code, out, err } = await tryRun(node, [...words, `-c.electronVersion=${electronDist().version}`], {
    cwd: root,
    log: `package-${target}.log`,
    stalledMs: 120_000,
  });
  const text = `${out}\n${err}`;
  if (code === 0) return done([...text.matchAll(/\bfile=(dist\/\S+)/g)].map((match) => match[1]).join(", "));
  const reason = /⨯\s*(.*?)(?:\s+failedTask=.*)?$/m.exec(text)?.[1] ?? "it failed";
  return skipped(`${reason.slice(0, 120)} (see .cache/logs/package-${target}.log)`);
}

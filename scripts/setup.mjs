// Makes a fresh clone ready to run: `node scripts/setup.mjs`. Needs nothing but Node; a second run changes nothing.
import { realpathSync } from "node:fs";
import { dockerEngine } from "./setup/docker-engine.mjs";
import { electron } from "./setup/electron.mjs";
import { images } from "./setup/images.mjs";
import { nodeModules } from "./setup/node-modules.mjs";
import { runStep, seconds, skipped } from "./setup/step.mjs";
import { systemPackages } from "./setup/system-packages.mjs";

// The two lanes do not need each other, and most of their time is spent waiting for a network.
const lanes = [
  [nodeModules, electron],
  [systemPackages, dockerEngine, images],
];

/** Runs every step (or `only` those named), prints a line for each, and returns the results by step name. */
export async function setUp({ print = console.log, only } = {}) {
  const started = performance.now();
  print("Set-up");
  const wanted = lanes.map((lane) => lane.filter((step) => !only || only.includes(step.name)));
  const results = await Promise.all(wanted.map((lane) => runLane(lane, print)));
  const steps = Object.fromEntries(results.flat().map((result) => [result.name, result]));
  print(`Set-up took ${seconds(performance.now() - started)}\n`);
  return steps;
}

async function runLane(lane, print) {
  const results = [];
  for (const step of lane) {
    const lacking = results.find((result) => result.state === "failed" && step.needs?.includes(result.name));
    const work = lacking ? { ...step, run: async () => skipped(`${lacking.name} failed`) } : step;
    results.push(await runStep(work, {}, print));
  }
  return results;
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const steps = await setUp();
  process.exitCode = Object.values(steps).some((step) => step.state === "failed") ? 1 : 0;
}

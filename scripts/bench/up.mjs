// `gantry up` and `gantry down` against `docker compose up -d` and `down` of the same file, in alternating rounds.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { median, spread } from "./numbers.mjs";

const ROUNDS = 3;
const service = "    image: busybox:stable\n    command: [sleep, '3600']\n    stop_grace_period: 0s\n";
const files = {
  "10 services": Array.from({ length: 10 }, (_, index) => `  s${index}:\n${service}`).join(""),
  "1 service, 20 replicas": `  web:\n${service}    deploy: {replicas: 20}\n`,
};

export async function benchUp() {
  const folder = mkdtempSync(join(tmpdir(), "gantry-bench-"));
  try {
    return [
      ...measure(folder, "10 services", "at most 1.0", (ratio) => ratio <= 1),
      ...measure(folder, "1 service, 20 replicas", "at most 0.6", (ratio) => ratio <= 0.6),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(folder, what, aim, goal) {
  const file = join(folder, `${what.replaceAll(/\W+/g, "-")}.yaml`);
  writeFileSync(file, `name: gbench-${process.pid}\nservices:\n${files[what]}`);
  const tools = {
    gantry: { command: process.execPath, base: [join(root, "out/main/cli.js"), "-f", file], up: ["up"] },
    compose: { command: "docker", base: ["compose", "-f", file], up: ["up", "-d"] },
  };
  const times = { gantry: { up: [], down: [] }, compose: { up: [], down: [] } };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, { command, base, up }] of Object.entries(tools)) {
      times[name].up.push(timed(command, base.concat(up)));
      times[name].down.push(timed(command, base.concat("down")));
    }
  }
  const row = (verb, rowAim, rowGoal) => {
    const value = median(times.gantry[verb]) / median(times.compose[verb]);
    const text = `${value.toFixed(2)} of compose: ${spread(times.gantry[verb])} against ${spread(times.compose[verb])}`;
    return { what: `${verb}, ${what}`, value, text, aim: rowAim, goal: rowGoal };
  };
  return [row("up", aim, goal), row("down", "at most 1.0", (ratio) => ratio <= 1)];
}

function timed(command, args) {
  const begun = performance.now();
  execFileSync(command, args, { stdio: "ignore" });
  return performance.now() - begun;
}

// The window: cold start against a bare Electron window, the way of an event to its card, and what it costs at rest.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { _electron } from "@playwright/test";
import { display } from "../setup/display.mjs";
import { electronEnv } from "../setup/electron-dist.mjs";
import { root } from "../setup/paths.mjs";
import { median, quantile, spread } from "./numbers.mjs";

const STARTS = 5;
const EVENTS = 15;
const IDLE_SECONDS = 60;
const name = `gbench-${process.pid}-w`;
const cli = join(root, "out/main/cli.js");

export async function benchWindow() {
  const screen = await display();
  const env = { ...process.env, ...electronEnv(), ...screen?.env };
  Object.assign(process.env, env);
  const folder = mkdtempSync(join(tmpdir(), "gantry-bench-"));
  const file = join(folder, "compose.yaml");
  const text = "    image: busybox:stable\n    command: [sleep, '3600']\n    stop_grace_period: 0s\n";
  writeFileSync(file, `name: ${name}\nservices:\n  web:\n${text}    deploy: {replicas: 20}\n`);
  try {
    execFileSync(process.execPath, [cli, "-f", file, "up", "--wait"], { stdio: "ignore" });
    return [
      await coldStart(folder, file, env),
      await eventToCard(folder, file, env),
      ...(await idle(folder, file, env)),
    ];
  } finally {
    execFileSync(process.execPath, [cli, "-f", file, "down", "--volumes"], { stdio: "ignore" });
    rmSync(folder, { recursive: true, force: true });
    screen?.close();
  }
}

const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

async function open(folder, file, env) {
  const home = mkdtempSync(join(folder, "home-"));
  const app = await _electron.launch({ args: [...sandbox, root, file], env: { ...env, GANTRY_HOME: home } });
  const page = await app.firstWindow();
  await page.waitForSelector('[data-testid="canvas"][data-ready="true"]');
  return { app, page };
}

async function coldStart(folder, file, env) {
  const bare = [];
  const gantry = [];
  for (let round = 0; round < STARTS; round += 1) {
    let begun = performance.now();
    const empty = await _electron.launch({ args: [...sandbox, join(root, "scripts/bench/bare")], env });
    await (await empty.firstWindow()).waitForLoadState("load");
    bare.push(performance.now() - begun);
    await empty.close();
    begun = performance.now();
    const { app } = await open(folder, file, env);
    gantry.push(performance.now() - begun);
    await app.close();
  }
  const value = median(gantry) / median(bare);
  const words = `${value.toFixed(2)} of a bare window: ${spread(gantry)} against ${spread(bare)}`;
  return { what: "cold start to canvas", value, text: words, aim: "at most 1.5", goal: (ratio) => ratio <= 1.5 };
}

/** Pauses and unpauses a replica: each is one event and one change of the card. */
async function eventToCard(folder, file, env) {
  const { app, page } = await open(folder, file, env);
  await page.waitForSelector('[data-service="web"][data-ready="20"]');
  const events = spawn("docker", [
    "events",
    // Replays what happens before it listens.
    "--since",
    String(Math.floor(Date.now() / 1000)),
    "--filter",
    `label=com.docker.compose.project=${name}`,
    "--format",
    "{{.TimeNano}}",
  ]);
  const lines = createInterface({ input: events.stdout });
  const next = () =>
    new Promise((resolve) => lines.once("line", (line) => resolve(Number(BigInt(line) / 1000n) / 1000)));
  // One observer for all rounds, there before the first: one for each could come after its change.
  await page.evaluate(() => {
    globalThis.changes = [];
    const observer = new MutationObserver(() => globalThis.changes.push(Date.now()));
    observer.observe(document.querySelector('[data-service="web"]'), { attributeFilter: ["data-ready"] });
  });
  const delays = [];
  for (let round = 0; round < EVENTS * 2; round += 1) {
    const happened = next();
    execFileSync("docker", [round % 2 === 0 ? "pause" : "unpause", `${name}-web-7`], { stdio: "ignore" });
    await page.waitForFunction((count) => globalThis.changes.length > count, round, { timeout: 10_000 });
    delays.push((await page.evaluate((at) => globalThis.changes[at], round)) - (await happened));
  }
  events.kill();
  await app.close();
  const value = quantile(delays, 0.95);
  const words = `p95 ${Math.round(value)} ms, median ${Math.round(median(delays))} ms, ${delays.length} events`;
  return { what: "event to card", value, text: words, aim: "p95 under 150 ms", goal: (p95) => p95 < 150 };
}

async function idle(folder, file, env) {
  const { app, page } = await open(folder, file, env);
  await page.waitForSelector('[data-service="web"][data-ready="20"]');
  const pid = app.process().pid;
  await pause(10);
  const before = sample(pid);
  await pause(IDLE_SECONDS);
  const after = sample(pid);
  await app.close();
  const cpu = ((after.ticks - before.ticks) / 100 / IDLE_SECONDS) * 100;
  const growth = (after.bytes - before.bytes) / 2 ** 20;
  const memory = `${(after.bytes / 2 ** 20).toFixed(0)} MB, grew ${growth.toFixed(1)} MB in ${IDLE_SECONDS} s`;
  return [
    {
      what: "idle cpu",
      value: cpu,
      text: `${cpu.toFixed(2)} % of a core`,
      aim: "under 1 %",
      goal: (percent) => percent < 1,
    },
    { what: "idle memory", value: growth, text: memory, aim: "no growth", goal: (mb) => mb < 5 },
  ];
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Processor ticks (1/100 s) and proportional memory of a process and everything below it. Source: proc(5). */
function sample(top) {
  const parents = new Map();
  const ticks = new Map();
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      parents.set(Number(pid), Number(fields[1]));
      ticks.set(Number(pid), Number(fields[11]) + Number(fields[12]));
    } catch {
      // Ended between the list and the look.
    }
  }
  const ours = (pid) => pid === top || (parents.has(pid) && ours(parents.get(pid)));
  const mine = [...parents.keys()].filter(ours);
  const pss = (pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) * 1024;
  return { ticks: sum(mine.map((pid) => ticks.get(pid))), bytes: sum(mine.map(pss)) };
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

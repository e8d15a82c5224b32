// `npm test`: makes the machine ready, builds, runs every suite and ends with one line over all of them.
// `--long` adds what takes minutes, `--only-long` runs nothing else.
import { setUp } from "./setup.mjs";
import { build } from "./setup/build.mjs";
import { display } from "./setup/display.mjs";
import { stopOwnEngine } from "./setup/docker-debian.mjs";
import { electronEnv } from "./setup/electron-dist.mjs";
import { runStep, seconds } from "./setup/step.mjs";
import { add, none, whole } from "./suites/counts.mjs";
import { parts } from "./suites/parts.mjs";
import { pool } from "./suites/pool.mjs";
import { runPart, runSuite } from "./suites/run-suite.mjs";
import { longSuites, suites } from "./suites/suites.mjs";

const onlyLong = process.argv.includes("--only-long");
const withLong = onlyLong || process.argv.includes("--long");

const table = [];
const steps = await setUp();
const stop = () => process.exit(130);
process.once("SIGINT", stop).once("SIGTERM", stop);
let screen;
try {
  if (steps["node modules"].state === "failed") count("node modules", 0, whole(false));
  else await runAll();
} finally {
  screen?.close();
  // A laptop keeps the engine for `npm start`; a CI machine gets back what it lent.
  if (process.env.CI && (await stopOwnEngine())) console.log("Stopped the Docker engine that this run started.");
}
report();

async function runAll() {
  const built = await runStep(build, {}, console.log);
  count("build", built.ms, whole(built.state !== "failed"));
  if (!onlyLong) {
    await pool(
      parts.map((part) => () => timed(part.name, () => runPart(part))),
      2,
    );
    screen = await display().catch((error) => noDisplay(error));
  }
  const env = { ...electronEnv(), ...screen?.env };
  for (const suite of [...(onlyLong ? [] : suites), ...(withLong ? longSuites : [])])
    await timed(suite.name, () => runSuite(suite, { steps, env }));
}

function noDisplay({ message }) {
  steps["system packages"] = { ...steps["system packages"], state: "failed", detail: message };
}

async function timed(name, work) {
  const begun = performance.now();
  const counts = await work().catch((error) => {
    console.error(`${name}: ${error.stack}`);
    return whole(false);
  });
  count(name, performance.now() - begun, counts);
}

function count(name, ms, counts) {
  table.push({ name, ms, ...counts });
}

function report() {
  for (const { name, ms, passed, failed, skipped } of table) {
    const numbers = [passed, failed, skipped].map((number) => String(number).padStart(5)).join(" ");
    console.log(`${name.padEnd(12)} ${numbers} ${seconds(ms).padStart(9)}`);
  }
  const { passed, failed, skipped } = table.reduce(add, none);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

// Runs one suite, or says loudly why it cannot be run.
import { rmSync } from "node:fs";
import { tryRun } from "../setup/command.mjs";
import { inCache, root } from "../setup/paths.mjs";
import { countsOf, none, whole } from "./counts.mjs";

/** A check without tests of its own: counts as one. */
export async function runPart({ name, words }) {
  const [command, ...args] = words();
  const { code, out, err } = await tryRun(command, args, { cwd: root, log: `test-${name.replaceAll(" ", "-")}.log` });
  if (code !== 0) console.log(`\n── ${name}\n${out}${err}`);
  return whole(code === 0);
}

export async function runSuite(suite, { steps, env }) {
  const missing = suite.needs.map((name) => steps[name]).find((step) => step.state === "failed" || isAbsent(step));
  if (missing) return skipSuite(suite, missing);
  console.log(`\n── ${suite.title}`);
  const report = inCache("reports", `${suite.name}.json`);
  rmSync(report, { force: true });
  const options = { cwd: root, env: { ...env, ...suite.env?.(report) }, log: `test-${suite.name}.log`, show: true };
  if (suite.before) {
    const [command, ...args] = suite.before();
    const { code } = await tryRun(command, args, options);
    if (code !== 0) return whole(false);
  }
  const [command, ...args] = suite.words(report);
  const { code, why } = await tryRun(command, args, { ...options, limitMs: suite.limitMinutes * 60_000 });
  if (code === 124) console.log(`${suite.title} was ended: ${why}`);
  return countsOf(code, report, suite.read);
}

// System packages are skipped where none are needed; an engine or its images that are skipped are not there.
const isAbsent = ({ state, name }) => state === "skipped" && name !== "system packages";

async function skipSuite(suite, { name, detail, next }) {
  box([
    `${suite.title}: SKIPPED on this machine`,
    ...`${name}: ${detail}`.split("\n"),
    ...(next ? [`To run it: ${next}`] : []),
  ]);
  const [command, ...args] = suite.list();
  const { code, out } = await tryRun(command, args, { cwd: root, log: `test-${suite.name}.log` });
  // A list that cannot be made hides how much was left out, never that something was.
  return { ...none, skipped: code === 0 ? Math.max(1, suite.listed(out)) : 1 };
}

function box(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = "═".repeat(width + 2);
  console.log(`\n╔${edge}╗\n${lines.map((line) => `║ ${line.padEnd(width)} ║`).join("\n")}\n╚${edge}╝`);
}

// `npm run check`: lint, format, types, dead code and unit tests (the layers among them), two at a time.
import { lastLines, tryRun } from "./setup/command.mjs";
import { root } from "./setup/paths.mjs";
import { seconds } from "./setup/step.mjs";
import { parts, unit } from "./suites/parts.mjs";
import { pool } from "./suites/pool.mjs";

const started = performance.now();
// The two slow ones first, so that neither is left alone at the end.
const order = ["unit", "types", "lint", "dead code", "format"];
const checks = [...parts, unit].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
const results = await pool(
  checks.map((check) => () => perform(check)),
  2,
);
const bad = results.filter((result) => !result.ok);
for (const { name, text } of bad) console.log(`\n── ${name} ${"─".repeat(70 - name.length)}\n${text}`);
console.log(`\n${results.map(row).join("\n")}`);
console.log(
  `\n${bad.length === 0 ? "All good" : `${bad.length} of ${results.length} failed`} in ${seconds(performance.now() - started)}`,
);
process.exitCode = bad.length === 0 ? 0 : 1;

async function perform({ name, words }) {
  const begun = performance.now();
  const [command, ...args] = words();
  const { code, out, err } = await tryRun(command, args, { cwd: root, env: { NO_COLOR: "1" } });
  return { name, ok: code === 0, text: lastLines(`${out}\n${err}`, 80), ms: performance.now() - begun };
}

function row({ name, ok, ms }) {
  return `${ok ? "ok  " : "FAIL"}  ${name.padEnd(10)} ${seconds(ms).padStart(8)}`;
}

// `npm run bench`: goals as ratios against a baseline measured in the same run. Prints a table, writes .cache/bench.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { benchStack } from "./bench/stack.mjs";
import { benchUp } from "./bench/up.mjs";
import { benchWindow } from "./bench/window.mjs";
import { inCache } from "./setup/paths.mjs";

const only = process.argv.slice(2);
const all = { stack: benchStack, up: benchUp, window: benchWindow };
const rows = [];
for (const [name, bench] of Object.entries(all)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const row of await bench()) {
    rows.push(row);
    console.log(`${row.goal(row.value) ? "met   " : "MISSED"} ${row.what}: ${row.text} (goal ${row.aim})`);
  }
}
mkdirSync(inCache(), { recursive: true });
writeFileSync(inCache("bench.json"), `${JSON.stringify(rows, null, 2)}\n`);

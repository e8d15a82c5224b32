// The CLI from a clone: `npm run -s gantry -- ps`. Builds first when the sources changed; stdout belongs to the CLI.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, isBuilt, out } from "./setup/build.mjs";
import { modules } from "./setup/paths.mjs";
import { runStep } from "./setup/step.mjs";

if (!isBuilt()) {
  if (!existsSync(modules)) fail("node modules are missing: run `node scripts/setup.mjs` first");
  const { state } = await runStep(build, {}, (text) => process.stderr.write(`${text}\n`));
  if (state === "failed") fail("the build failed");
}
await import(pathToFileURL(join(out, "main/cli.js")).href);

function fail(why) {
  process.stderr.write(`gantry: ${why}\n`);
  process.exit(1);
}

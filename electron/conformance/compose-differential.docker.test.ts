import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { stackFiles } from "./compose-arbitrary.ts";
import type { ComposeCase } from "./compose-case.ts";
import { askCompose, askGantry, readCases } from "./compose-case.ts";
import { printableProject } from "../../shared/stack/print-project.ts";
import type { Project } from "../../shared/stack/project.ts";
import { comparable, unescapeDollars } from "./compose-normal.ts";

const cases = readCases(join(import.meta.dirname, "../../shared/stack/corpus"));
const folder = mkdtempSync(join(tmpdir(), "gantry-differential-"));
afterAll(() => rm(folder, { recursive: true }));

describe("the stack document against docker compose config", () => {
  test("the corpus is whole", () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  test.concurrent.each(cases)("$name", async (one) => {
    const { found, promised } = await outcome(one);
    expect(found).toEqual(promised);
  });

  // The seed is fixed, so that a run says the same twice; GANTRY_SEED and GANTRY_RUNS look further.
  test("generated files mean the same to both, or are refused by both", async () => {
    await fc.assert(
      fc.asyncProperty(stackFiles, async (texts) => {
        const files = texts.map((_, index) => `${index}.yaml`);
        for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.yaml`), text);
        const one = { name: "generated", folder, files, profiles: [], envFiles: [], projectName: undefined };
        const { found, promised } = await outcome({
          ...one,
          env: { HOME: "/home/ann", SET: "value" },
          promise: "same",
        });
        expect(found).toEqual(promised);
      }),
      { seed: Number(process.env["GANTRY_SEED"] ?? 2_064_967_876), numRuns: Number(process.env["GANTRY_RUNS"] ?? 150) },
    );
  }, 600_000);
});

/** What `gantry config --json` prints, see cli/commands/config.ts. */
function configJson(project: Project): unknown {
  return JSON.parse(JSON.stringify(printableProject(project)));
}

/** What the two said, and what they should have said, in a form that shows the difference. */
async function outcome(one: ComposeCase): Promise<{ found: unknown; promised: unknown }> {
  const [compose, gantry] = await Promise.all([askCompose(one), askGantry(one)]);
  const errors = gantry.problems.flatMap(({ severity, message }) => (severity === "error" ? [message] : []));
  const refused = { compose: compose.error !== "", gantry: errors.length > 0 };
  if (one.promise === "we-take") return { found: errors, promised: [] };
  if (one.promise === "we-refuse") return { found: refused.gantry, promised: true };
  if (one.promise === "both-refuse") return { found: refused, promised: { compose: true, gantry: true } };
  if (one.promise === "same" && refused.compose && refused.gantry) return { found: true, promised: true };
  const theirs = compose.error === "" ? comparable(unescapeDollars(compose.config, true)) : compose.error;
  const ours = gantry.project === undefined ? errors : comparable(unescapeDollars(configJson(gantry.project), false));
  return { found: ours, promised: theirs };
}

import { expect, test } from "vitest";
import { checkFileEdits } from "./edit-files-property.ts";
import { checkEdits } from "./edit-property.ts";

/**
 * Needs no engine; it stands among the slow tests so that `npm run check` stays quick. The seeds are fixed, so that a run
 * says the same twice; GANTRY_SEED and GANTRY_RUNS look further.
 */
test("thousands of random sequences of edits do no harm and are undone byte for byte", async () => {
  const seed = Number(process.env["GANTRY_SEED"] ?? 2_064_967_876);
  expect(await checkEdits(Number(process.env["GANTRY_RUNS"] ?? 4000), seed)).toBeGreaterThan(4000);
}, 600_000);

test("so do thousands in stacks of several files", async () => {
  const seed = Number(process.env["GANTRY_SEED"] ?? 1_906_221_173);
  expect(await checkFileEdits(Number(process.env["GANTRY_RUNS"] ?? 3000), seed)).toBeGreaterThan(3000);
}, 600_000);

import { expect, test } from "vitest";
import { checkEdits } from "./edit-property.ts";

/**
 * Needs no engine; it stands among the slow tests so that `npm run check` stays quick. The seeds are fixed, so that a run
 * says the same twice; GANTRY_SEED and GANTRY_RUNS look further.
 */
test("thousands of random sequences of edits do no harm and are undone byte for byte", async () => {
  const seed = Number(process.env["GANTRY_SEED"] ?? 2_064_967_876);
  expect(await checkEdits(Number(process.env["GANTRY_RUNS"] ?? 4000), seed)).toBeGreaterThan(4000);
}, 600_000);

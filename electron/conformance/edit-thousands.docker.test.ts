import { expect, test } from "vitest";
import { checkEdits } from "./edit-property.ts";

/** Needs no engine; it stands among the slow tests so that `npm run check` stays quick. */
test("thousands of random sequences of edits do no harm and are undone byte for byte", async () => {
  expect(await checkEdits(Number(process.env["GANTRY_RUNS"] ?? 4000))).toBeGreaterThan(4000);
});

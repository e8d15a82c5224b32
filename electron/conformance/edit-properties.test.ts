import { expect, test } from "vitest";
import { checkFileEdits } from "./edit-files-property.ts";
import { checkEdits } from "./edit-property.ts";

/** A taste of it; the thousands are in edit-thousands.docker.test.ts, which `npm test` runs too. */
test("a random sequence of edits loads at every step, harms no other service and is undone byte for byte", async () => {
  const seed = Number(process.env["GANTRY_SEED"] ?? 1);
  expect(await checkEdits(Number(process.env["GANTRY_RUNS"] ?? 100), seed)).toBeGreaterThan(50);
}, 60_000);

test("so does one of a stack of several files, in each of them", async () => {
  const seed = Number(process.env["GANTRY_SEED"] ?? 1);
  expect(await checkFileEdits(Number(process.env["GANTRY_RUNS"] ?? 100), seed)).toBeGreaterThan(50);
}, 60_000);

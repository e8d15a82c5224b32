import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { add, countsOf, none, playwrightCounts, vitestCounts } from "./counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "gantry-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function reportOf(report: object): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

describe("counting tests", () => {
  const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };

  it("reads vitest's and Playwright's reports", () => {
    expect(vitestCounts(vitest)).toEqual({ passed: 5, failed: 0, skipped: 3 });
    const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
    expect(playwrightCounts({ stats })).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it("counts a tool that failed without a failed test", () => {
    expect(countsOf(0, reportOf(vitest), vitestCounts).failed).toBe(0);
    expect(countsOf(1, reportOf(vitest), vitestCounts)).toEqual({ passed: 5, failed: 1, skipped: 3 });
    expect(countsOf(1, reportOf({ ...vitest, numFailedTests: 2 }), vitestCounts).failed).toBe(2);
    expect(countsOf(1, join(folder, "none"), vitestCounts)).toEqual({ ...none, failed: 1 });
  });

  it("adds", () => {
    expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
      passed: 11,
      failed: 22,
      skipped: 33,
    });
  });
});

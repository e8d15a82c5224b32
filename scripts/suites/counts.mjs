// Reads how many tests passed, failed and were skipped out of the tools' own machine-readable reports.
import { existsSync, readFileSync } from "node:fs";

export const none = { passed: 0, failed: 0, skipped: 0 };

export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** A suite that is one check: it passes or fails as a whole. */
export const whole = (ok) => (ok ? { ...none, passed: 1 } : { ...none, failed: 1 });

export function vitestCounts(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function playwrightCounts({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/**
 * The counts of a suite that ran. A tool that says it failed without a failed test (a file that does not load, an error
 * outside any test, no report at all) counts as one failure more, so that it cannot be lost.
 */
export function countsOf(code, file, read) {
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : none;
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

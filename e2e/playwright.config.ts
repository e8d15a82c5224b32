import { defineConfig, type ReporterDescription } from "@playwright/test";

/** Where a machine-readable report goes; `npm test` asks for one. */
const report = process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"];
const json: ReporterDescription[] = report === undefined ? [] : [["json", { outputFile: report }]];

/**
 * The real app against the real engine. One test at a time: they share the machine's engine, its ports and its two
 * cores. No retries: a test that passes the second time has found something.
 */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["line"], ...json],
});

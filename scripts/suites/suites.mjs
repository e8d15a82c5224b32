// What `npm test` runs, in this order. `needs` names the parts of set-up without which a suite cannot run.
import { tool } from "../setup/tool.mjs";
import { playwrightCounts, vitestCounts } from "./counts.mjs";

const vitest = (project) => ({
  words: (report) => [
    ...tool("vitest"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ],
  list: () => [...tool("vitest"), "list", "--project", project, "--json"],
  listed: (text) => JSON.parse(text.slice(text.indexOf("["))).length,
  read: vitestCounts,
});

const playwright = (...only) => ({
  words: () => playwrightTest("--reporter=list,json", ...only),
  env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
  list: () => playwrightTest("--list", "--reporter=json", ...only),
  listed: (text) => countSpecs(JSON.parse(text.slice(text.indexOf("{"))).suites),
  read: playwrightCounts,
});

const playwrightTest = (...words) => [
  ...tool("playwright", "@playwright/test"),
  "test",
  "-c",
  "e2e/playwright.config.ts",
  ...words,
];

// The packaged app's test needs a package, which the other tests do not wait for.
const packaged = "@packaged";

export const suites = [
  { name: "unit", title: "Unit", needs: [], limitMinutes: 10, ...vitest("unit") },
  {
    name: "docker",
    title: "Docker integration",
    needs: ["Docker engine", "images"],
    limitMinutes: 20,
    ...vitest("docker"),
  },
  {
    name: "e2e",
    title: "End to end",
    needs: ["Electron", "system packages", "Docker engine", "images"],
    limitMinutes: 30,
    ...playwright("--grep-invert", packaged),
  },
  {
    name: "package",
    title: "Packaged app",
    needs: ["Electron", "system packages"],
    limitMinutes: 15,
    before: () => [process.execPath, "scripts/package.mjs", "--unpacked"],
    ...playwright("--grep", packaged),
  },
];

/** Takes minutes more than the others together: `npm run test:long`, and CI. */
export const longSuites = [
  {
    name: "long",
    title: "Long",
    needs: ["Docker engine", "images"],
    limitMinutes: 40,
    ...vitest("long"),
  },
];

function countSpecs(list = []) {
  return list.reduce((sum, { specs = [], suites: inner }) => sum + specs.length + countSpecs(inner), 0);
}

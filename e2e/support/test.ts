import { test as base } from "@playwright/test";
import { existsSync } from "node:fs";
import { Docker } from "./docker.ts";
import { collectEvidence, type Evidence } from "./evidence.ts";
import type { GantryWindow } from "./gantry-window.ts";
import { launch, quit, removeHome, type LaunchOptions } from "./launch.ts";
import { cliFile } from "./paths.ts";
import { sampleForTest, type SampleForTest, type SampleOptions } from "./sample.ts";
import { makeStack, type TestStack } from "./stack.ts";

interface Fixtures {
  /** The machine's engine. A test that has none is skipped, with the reason. */
  docker: Docker;
  /** Writes a stack file with a unique name; what it ran is removed after the test. */
  newStack: (text: (name: string) => string, docker?: Docker) => Promise<TestStack>;
  /** A fresh state in which the quickstart sample may be opened; what it ran is removed after the test. */
  newSample: (options?: SampleOptions) => Promise<SampleForTest>;
  /** Starts the app; it is closed after the test. */
  openGantry: (options?: LaunchOptions) => Promise<GantryWindow>;
}

export const test = base.extend<Fixtures>({
  docker: async ({}, use) => {
    const docker = new Docker();
    const missing = await docker.missing();
    test.skip(missing !== undefined, missing ?? "");
    if (!existsSync(cliFile))
      throw new Error("The app is not built: npx electron-vite build --config electron/vite.config.ts");
    await use(docker);
  },

  newStack: async ({ docker }, use) => {
    const stacks: TestStack[] = [];
    await use(async (text, where = docker) => {
      const stack = await makeStack(where, text);
      stacks.push(stack);
      return stack;
    });
    for (const stack of stacks) await stack.close();
  },

  newSample: async ({ docker }, use) => {
    const samples: SampleForTest[] = [];
    await use(async (options = {}) => {
      const sample = await sampleForTest(docker, options);
      samples.push(sample);
      return sample;
    });
    for (const sample of samples) await sample.close();
  },

  // Asks for the others so that windows close before their stacks go: else an app would heal what is being removed.
  openGantry: async ({ newStack: _stacks, newSample: _samples }, use, info) => {
    const windows: GantryWindow[] = [];
    const seen: Evidence[] = [];
    await use(async (options = {}) => {
      const window = await launch(options);
      windows.push(window);
      seen.push(await collectEvidence(window));
      return window;
    });
    try {
      for (const one of seen) await one.keep(info);
    } finally {
      for (const window of windows) await quit(window.app);
    }
    for (const home of new Set(windows.map((window) => window.home))) await removeHome(home);
  },
});

export { expect } from "@playwright/test";

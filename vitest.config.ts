import { defineConfig } from "vitest/config";

const skipped = ["**/node_modules/**", "**/out/**", "**/dist/**", "**/.cache/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{shared,electron,renderer,scripts}/**/*.test.ts"],
          exclude: ["**/*.docker.test.ts", "**/*.long.test.ts", ...skipped],
        },
      },
      {
        // What takes minutes: `npm run test:long`, and CI.
        test: {
          name: "long",
          include: ["electron/**/*.long.test.ts"],
          exclude: skipped,
          fileParallelism: false,
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Real engine: one file at a time, so that load from one does not stretch the waits of another.
        test: {
          name: "docker",
          include: ["electron/**/*.docker.test.ts"],
          exclude: skipped,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { fromNpm } from "./npm.config.ts";

const root = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as { version: string };

/**
 * The CLI in a bundle of its own, beside the main process's: what only the window needs, above all the schemas of its
 * contract, stays out, and a command starts in half the time.
 */
export default defineConfig({
  define: { __GANTRY_VERSION__: JSON.stringify(version) },
  resolve: { alias: fromNpm },
  build: {
    outDir: resolve(root, "out/main"),
    emptyOutDir: false,
    minify: true,
    ssr: true,
    target: "node20",
    rollupOptions: {
      treeshake: { manualPureFunctions: ["z"] },
      input: { cli: resolve(root, "electron/cli/index.ts") },
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "cli/[name]-[hash].js" },
    },
  },
  ssr: { noExternal: true, external: ["cpu-features"] },
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import type { Plugin } from "vite";
import { fromNpm } from "./npm.config.ts";

const root = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as { version: string };

/** The dev server's own inline scripts would be refused; the built page keeps its policy. */
const devWithoutCsp: Plugin = {
  name: "dev-without-csp",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

export default defineConfig({
  main: {
    define: { __GANTRY_VERSION__: JSON.stringify(version) },
    resolve: { alias: fromNpm },
    build: {
      outDir: resolve(root, "out/main"),
      minify: true,
      // Bundled rather than loaded from node_modules: one read instead of hundreds, for the window and for the CLI.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, "electron/main/index.ts") },
        external: ["electron", "cpu-features"],
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, "out/preload"),
      minify: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, "electron/preload/index.ts") },
        // A sandboxed preload must be CommonJS.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: resolve(root, "renderer"),
    plugins: [react(), devWithoutCsp],
    build: {
      outDir: resolve(root, "out/renderer"),
      minify: true,
      rollupOptions: {
        // The window parses nothing: with schemas taken for pure, zod stays out of its bundle (85 kB).
        treeshake: { manualPureFunctions: ["z"] },
        input: { index: resolve(root, "renderer/index.html") },
      },
    },
  },
});

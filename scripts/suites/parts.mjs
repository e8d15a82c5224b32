// The checks that need nothing but the sources. `npm run check` runs them, and `npm test` counts each as one test.
import { tool } from "../setup/tool.mjs";

export const parts = [
  { name: "lint", words: () => tool("oxlint") },
  { name: "format", words: () => [...tool("oxfmt"), "--check"] },
  { name: "types", words: () => [...tool("tsc", "typescript"), "-b"] },
  { name: "dead code", words: () => tool("knip") },
];

export const unit = { name: "unit", words: () => [...tool("vitest"), "run", "--project", "unit"] };

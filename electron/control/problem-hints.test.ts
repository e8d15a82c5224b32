import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStackFiles } from "./stack-files.ts";

const corpus = join(import.meta.dirname, "../../shared/stack/corpus");
const files = readdirSync(corpus)
  .filter((name) => /^(bad|newer-bad|stricter)-/.test(name))
  .map((name) => (statSync(join(corpus, name)).isDirectory() ? join(name, "compose.yaml") : name));

test.each(files)("every problem of %s has a place and says what to do next", async (file) => {
  const { problems } = await openStackFiles([join(corpus, file)], { env: {} });
  for (const problem of problems) {
    expect(problem.hint ?? `no hint: ${problem.message}`).not.toMatch(/^no hint/);
    expect(problem.hint).toMatch(/\w/);
    expect(problem.file).not.toMatch(/^\//);
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.message).not.toContain(corpus);
  }
});

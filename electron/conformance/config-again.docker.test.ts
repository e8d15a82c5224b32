import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { loadStack } from "../../shared/stack/load.ts";
import { projectYaml } from "../../shared/stack/print-project.ts";
import { nodeReader } from "../control/stack-files.ts";
import { askGantry, readCases } from "./compose-case.ts";

const exceptions = new Set([
  // An optional dependency that no profile enables is not in the model, as with Compose.
  "profiles-optional.yaml",
]);

/** Needs no engine; it stands among the slow tests so that `npm run check` stays quick. */
test("what `gantry config` prints of the corpus is read again as the same model", async () => {
  const different: string[] = [];
  for (const one of readCases(join(import.meta.dirname, "../../shared/stack/corpus"))) {
    const { project } = await askGantry(one);
    if (project === undefined || exceptions.has(one.name)) continue;
    const file = resolve(one.folder, "again.yaml");
    const text = projectYaml(project);
    const reader = { ...nodeReader, read: async (path: string) => (path === file ? text : undefined) };
    const again = await loadStack({ files: [file], reader, env: one.env, profiles: ["*"], projectName: project.name });
    if (JSON.stringify(again.project) !== JSON.stringify(project)) {
      const why = again.problems.map((problem) => problem.message).join(" ");
      different.push(`${one.name}: ${why}`);
    }
  }
  expect(different).toEqual([]);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GantryError } from "../../../shared/errors.ts";
import { runChecks } from "./check.ts";
import { engineCheck } from "./engine.ts";
import { inotifyCheck } from "./inotify.ts";

test("an engine that does not answer is a finding with the next step", async () => {
  const down = () => Promise.reject(new GantryError("unreachable", "No answer.", { hint: "Start Docker." }));
  expect(await runChecks([engineCheck("default", "unix:///x.sock", down)])).toEqual([
    {
      id: "engine",
      title: "Docker engine (default)",
      level: "bad",
      detail: "No answer. (unix:///x.sock)",
      fix: "Start Docker.",
    },
  ]);
});

test("low file watch limits are a warning with the command that raises them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gantry-inotify-"));
  await writeFile(join(folder, "max_user_watches"), "8192\n");
  await writeFile(join(folder, "max_user_instances"), "128\n");
  const [result] = await runChecks([inotifyCheck("linux", folder)]);
  expect(result?.level).toBe("warning");
  expect(result?.fix).toContain("fs.inotify.max_user_watches=524288");
  expect(await runChecks([inotifyCheck("darwin", folder)])).toEqual([]);
  await rm(folder, { recursive: true });
});

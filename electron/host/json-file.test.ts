import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { readJson, writeJson } from "./json-file.ts";

const schema = z.object({ recent: z.array(z.string()) });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-json-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what was written is read again, a missing file is the fallback", async () => {
  const path = join(folder, "deep", "settings.json");
  expect(await readJson(path, schema, { recent: [] }, () => undefined)).toEqual({ recent: [] });
  await writeJson(path, { recent: ["a"] });
  expect(await readJson(path, schema, { recent: [] }, () => undefined)).toEqual({ recent: ["a"] });
});

test("a broken file is set aside and told, not lost", async () => {
  const path = join(folder, "settings.json");
  await writeFile(path, "{ not json");
  const told: string[] = [];
  expect(await readJson(path, schema, { recent: [] }, (message) => void told.push(message))).toEqual({ recent: [] });
  expect(await readdir(folder)).toEqual(["settings.json.broken"]);
  expect(told).toHaveLength(1);
});

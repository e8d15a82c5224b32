import { chmod, mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { findStackFiles, openStackFiles, sampleCopy, saveStackText } from "./stack-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-stack-"));
});

describe("openStackFiles", () => {
  test("reads a stack with .env and env_file beside it", async () => {
    await writeFile(
      join(folder, "compose.yaml"),
      "name: shop\nservices:\n  web:\n    image: a:${TAG}\n    env_file: web.env\n",
    );
    await writeFile(join(folder, ".env"), "TAG=7\n");
    await writeFile(join(folder, "web.env"), "A=1\n");
    const { project, problems, files } = await openStackFiles([join(folder, "compose.yaml")]);
    expect(problems).toEqual([]);
    expect(project?.services["web"]).toMatchObject({ image: "a:7", environment: { A: "1" } });
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(["compose.yaml", ".env", "web.env"]);
  });

  test.each([
    ["a missing file", undefined, "file-missing"],
    ["a big file", Buffer.alloc(9 * 1024 * 1024, "#"), "file-too-big"],
    ["a binary file", Buffer.from([0xff, 0xfe, 0x00, 0x80]), "unreadable"],
    ["a NUL byte", Buffer.from("services:\0"), "not-text"],
  ])("reports %s", async (_, content, code) => {
    const file = join(folder, "compose.yaml");
    if (content !== undefined) await writeFile(file, content);
    const { project, problems } = await openStackFiles([file]);
    expect(project).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test("reports a folder in the place of a file", async () => {
    expect((await openStackFiles([folder])).problems.map((problem) => problem.code)).toEqual(["unreadable"]);
  });
});

describe("findStackFiles", () => {
  test("prefers compose.yaml and adds the override", async () => {
    for (const name of ["compose.yaml", "docker-compose.yml", "compose.override.yaml"])
      await writeFile(join(folder, name), "");
    expect(await findStackFiles(folder)).toEqual([join(folder, "compose.yaml"), join(folder, "compose.override.yaml")]);
  });

  test("finds nothing in an empty folder", async () => {
    expect(await findStackFiles(folder)).toEqual([]);
  });
});

describe("saveStackText", () => {
  test("keeps mode and line endings, and leaves nothing beside the file", async () => {
    const file = join(folder, "compose.yaml");
    await writeFile(file, "a\r\n");
    await chmod(file, 0o640);
    await saveStackText(file, "b\r\nc\r\n");
    expect(await readFile(file, "utf8")).toBe("b\r\nc\r\n");
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(["compose.yaml"]);
  });

  test("writes through a symbolic link", async () => {
    await writeFile(join(folder, "real.yaml"), "a");
    await symlink(join(folder, "real.yaml"), join(folder, "link.yaml"));
    await saveStackText(join(folder, "link.yaml"), "b");
    expect(await readFile(join(folder, "real.yaml"), "utf8")).toBe("b");
  });
});

test("sampleCopy never overwrites the user's copy", async () => {
  const sample = join(folder, "sample.yaml");
  await writeFile(sample, "one");
  const copy = await sampleCopy(sample, join(folder, "mine"));
  await writeFile(copy, "edited");
  expect(await readFile(await sampleCopy(sample, join(folder, "mine")), "utf8")).toBe("edited");
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { parseOptions } from "../options.ts";
import { config } from "./config.ts";
import { support } from "./support.ts";
import { validate } from "./validate.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a command with what `gantry` would get, and keeps what it says. */
async function run(work: typeof config | typeof validate | typeof support, ...argv: string[]) {
  const { args, options } = parseOptions(["it", ...argv], folder);
  const said = { text: [] as string[], values: [] as unknown[], notes: [] as string[] };
  const out = {
    json: options.json,
    text: (line: string) => void said.text.push(line),
    value: (value: unknown) => void said.values.push(value),
    note: (line: string) => void said.notes.push(line),
    error: () => undefined,
  };
  const code = await work(createContext(options, out, args, new AbortController().signal));
  return { ...said, code };
}

const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe("gantry config", () => {
  test("merges files, reads env files, and takes profiles and another name", async () => {
    await write("a.yaml", "services:\n  web: {image: 'web:${TAG}'}\n  debug: {image: d, profiles: [dev]}\n");
    await write("b.yaml", "services:\n  web: {environment: {A: '$$1'}}\n");
    await write("one.env", "TAG=1\n");
    await write("two.env", "TAG=2\n");
    const files = ["-f", "a.yaml", "-f", "b.yaml"];
    const options = ["--env-file", "one.env", "--env-file", "two.env", "--profile", "dev", "--project", "shop"];
    const { values, text } = await run(config, ...files, ...options);
    expect(values).toMatchObject([
      { name: "shop", services: { web: { image: "web:2", environment: { A: "$$1" } }, debug: { image: "d" } } },
    ]);
    expect(text.join("\n")).toContain("    image: web:2\n");
  });

  test("a bad file is bad input with every problem", async () => {
    await write("a.yaml", "services:\n  web: {image: x, imge: x}\n  db: {image: 5}\n");
    await expect(run(config, "-f", "a.yaml")).rejects.toMatchObject({
      code: "bad-input",
      problems: [{ line: 2 }, { line: 3 }],
    });
  });
});

describe("gantry validate", () => {
  test("says that nothing is wrong", async () => {
    await write("a.yaml", "name: shop\nservices:\n  web: {image: x}\n");
    const { code, text, values } = await run(validate, "-f", "a.yaml");
    expect(code).toBe(0);
    expect(text).toEqual(["valid: 0 errors, 0 warnings, 1 service"]);
    expect(values).toMatchObject([{ valid: true, name: "shop", problems: [] }]);
  });

  test("lists every problem with place and hint, and files that leave the folder", async () => {
    await write("a.yaml", "services:\n  web:\n    imge: x\n    image: y\n    env_file: /etc/hostname\n");
    const { code, text, values } = await run(validate, join(folder, "a.yaml"), "--json");
    expect(code).toBe(2);
    expect(text.join("\n")).toMatch(/a\.yaml:3:5: error: services\.web\.imge .*\n {4}Did you mean "image"\?/);
    expect(values).toMatchObject([
      {
        valid: false,
        problems: [
          { code: "unknown-key", line: 3 },
          { code: "outside-folder", line: 5 },
        ],
      },
    ]);
  });
});

describe("gantry support", () => {
  test("prints the rows that matter to the file, with their places", async () => {
    await write("a.yaml", "name: shop\nservices:\n  web:\n    image: x\n    cpuset: '0'\n    attach: false\n");
    const docker = await run(support, "-f", "a.yaml");
    expect(docker.text[0]).toMatch(/services\.\*\.attach +ignored +6:13 +Gantry attaches/);
    const { values } = await run(support, join(folder, "a.yaml"), "--target", "kind:mine", "--json");
    expect(values).toMatchObject([
      {
        engine: "kubernetes",
        rows: [
          { key: "services.*.cpuset", state: "ignored", paths: [["services", "web", "cpuset"]], places: [{ line: 5 }] },
          { key: "services.*.attach", state: "ignored" },
        ],
      },
    ]);
  });

  test("a target that is none is bad input", async () => {
    await write("a.yaml", "services: {web: {image: x}}\n");
    await expect(run(support, "-f", "a.yaml", "-t", "nomad")).rejects.toMatchObject({ code: "bad-input" });
  });
});

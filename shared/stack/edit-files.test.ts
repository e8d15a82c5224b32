import { describe, expect, test } from "vitest";
import { applyFileEdits, editFiles, type StackText, withTexts } from "./edit-files.ts";
import type { UserEdit } from "./edit-values.ts";
import { loadText } from "./testing.ts";

type Texts = Record<string, string>;

const main = "compose.yaml";
const over = "compose.override.yaml";

/** Edits files as they are merged, checks that the inverse leads back, and answers what changed. */
async function edit(texts: Texts, change: UserEdit, own = [main, over]): Promise<Texts> {
  const files = await filesOf(texts, own);
  const result = editFiles(files, change);
  const after = withTexts(files, result.changed);
  expect(withTexts(after, applyFileEdits(after, result.inverse).changed)).toEqual(files);
  return Object.fromEntries(result.changed.map(({ path, text }) => [path.replace("/work/shop/", ""), text]));
}

async function filesOf(texts: Texts, own = [main, over]): Promise<StackText[]> {
  const files = own.filter((name) => name in texts).map((name) => `/work/shop/${name}`);
  const { members, problems } = await loadText(texts, { files });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return members.map((one) => ({
    ...one,
    text: texts[one.path.replace("/work/shop/", "")] ?? texts[one.path.replace("/work/", "../")] ?? "",
  }));
}

const pair = {
  [main]: `services:
  web:
    image: a # base
    environment: {A: 1, B: 1}
    ports: ["80:80"]
    depends_on: [db]
  db: {image: pg}
volumes: {data: {}}
`,
  [over]: `# mine
services:
  web:
    environment:
      B: 2 # over
    ports:
      - "81:81"
    deploy: {replicas: 2}
    volumes: ["data:/d"]
`,
};

describe("an override file", () => {
  test("gets what it says itself", async () => {
    expect(await edit(pair, { kind: "set-replicas", service: "web", replicas: 5 })).toEqual({
      [over]: pair[over].replace("replicas: 2", "replicas: 5"),
    });
    expect(await edit(pair, { kind: "set-env", service: "web", name: "B", value: "3" })).toEqual({
      [over]: pair[over].replace("B: 2", 'B: "3"'),
    });
  });

  test("leaves to the first file what only that one says, and what none says yet", async () => {
    expect(await edit(pair, { kind: "set-image", service: "web", image: "b" })).toEqual({
      [main]: pair[main].replace("image: a", "image: b"),
    });
    expect(Object.keys(await edit(pair, { kind: "set-env", service: "web", name: "A", value: "3" }))).toEqual([main]);
    expect(Object.keys(await edit(pair, { kind: "set-env", service: "web", name: "C", value: "3" }))).toEqual([main]);
    expect(Object.keys(await edit(pair, { kind: "set-restart", service: "web", restart: "always" }))).toEqual([main]);
    expect(Object.keys(await edit(pair, { kind: "add-mount", service: "web", mount: "data:/e" }))).toEqual([over]);
  });

  test("does not bring an earlier value back when one is taken away", async () => {
    const after = await edit(pair, { kind: "set-env", service: "web", name: "B", value: null });
    expect(after[main]).toContain("environment: {A: 1}");
    expect(after[over]).not.toContain("environment");
  });

  test("counts ports on from the first file", async () => {
    expect(await edit(pair, { kind: "set-port", service: "web", index: 0, port: "8080:80" })).toEqual({
      [main]: pair[main].replace('"80:80"', '"8080:80"'),
    });
    expect(await edit(pair, { kind: "set-port", service: "web", index: 1, port: "82:81" })).toEqual({
      [over]: pair[over].replace('"81:81"', '"82:81"'),
    });
    await expect(edit(pair, { kind: "remove-port", service: "web", index: 2 })).rejects.toThrow("no item");
  });

  test("is where a list that it replaces whole is changed", async () => {
    const texts = { ...pair, [over]: 'services: {web: {ports: !override ["81:81"], environment: !override {C: 1}}}\n' };
    const added = await edit(texts, { kind: "add-port", service: "web", port: "80:80" });
    expect(added).toEqual({ [over]: texts[over].replace('"81:81"', '"81:81", "80:80"') });
    expect(Object.keys(await edit(texts, { kind: "set-env", service: "web", name: "A", value: "x" }))).toEqual([over]);
  });

  test("may hold a service of its own, which others can depend on", async () => {
    const texts = { ...pair, [over]: `${pair[over]}  tool: {image: t}\n` };
    expect(Object.keys(await edit(texts, { kind: "set-image", service: "tool", image: "u" }))).toEqual([over]);
    expect(await edit(texts, { kind: "add-link", service: "db", on: "tool" })).toEqual({
      [main]: pair[main].replace("{image: pg}", "{image: pg, depends_on: [tool]}"),
    });
    await expect(edit(texts, { kind: "add-service", service: "tool", image: "x" })).rejects.toThrow("already");
    const circle = { ...texts, [over]: `${pair[over]}  db: {depends_on: [tool]}\n  tool: {image: t}\n` };
    await expect(edit(circle, { kind: "add-link", service: "tool", on: "db" })).rejects.toThrow("circle");
  });

  test("splits limits between the files that say them", async () => {
    const texts = {
      [main]: "services:\n  web:\n    image: a\n    deploy: {resources: {limits: {cpus: '1', memory: 1g}}}\n",
      [over]: "services:\n  web:\n    deploy: {resources: {limits: {memory: 2g}}}\n",
    };
    expect(await edit(texts, { kind: "set-limits", service: "web", cpus: 2, memory: "3g" })).toEqual({
      [main]: texts[main].replace("'1'", "'2'"),
      [over]: texts[over].replace("2g", "3g"),
    });
  });
});

describe("a name", () => {
  test("is renamed in every file, with all that refer to it", async () => {
    const texts = {
      ...pair,
      [over]: `${pair[over]}  extra:\n    extends: {file: ./compose.yaml, service: web}\n    ports: !reset null\n`,
    };
    const web = await edit(texts, { kind: "rename-service", service: "web", to: "site" });
    expect(web[main]).toBe(pair[main].replace("  web:", "  site:"));
    expect(web[over]).toBe(texts[over].replace("  web:", "  site:").replace("service: web", "service: site"));
    const data = await edit(pair, { kind: "rename-resource", section: "volumes", name: "data", to: "rows" });
    expect(data[main]).toBe(pair[main].replace("data: {}", "rows: {}"));
    expect(data[over]).toBe(pair[over].replace("data:/d", "rows:/d"));
  });

  test("is taken when any file has it, and in use when any file uses it", async () => {
    const texts = { ...pair, [over]: `${pair[over]}  tool: {image: t}\n` };
    await expect(edit(texts, { kind: "rename-service", service: "db", to: "tool" })).rejects.toThrow("already");
    await expect(edit(texts, { kind: "remove-resource", section: "volumes", name: "data" })).rejects.toThrow(
      "still used by web",
    );
  });

  test("of a service that goes is gone from every file", async () => {
    const texts = { ...pair, [over]: `${pair[over]}  tool: {image: t, depends_on: [web, db]}\n` };
    const after = await edit(texts, { kind: "remove-service", service: "web" });
    expect(after[main]).toBe("services:\n  db: {image: pg}\nvolumes: {data: {}}\n");
    expect(after[over]).toBe("# mine\nservices:\n  tool: {image: t, depends_on: [db]}\n");
  });
});

describe("an included file", () => {
  const included = {
    [main]: "include: [parts/db.yaml]\nservices:\n  web:\n    image: a\n    depends_on: [db]\n",
    "parts/db.yaml": "services:\n  db:\n    image: pg # rows\n",
  };

  test("is edited where it defines the service, and renamed in with its includer", async () => {
    expect(await edit(included, { kind: "set-image", service: "db", image: "pg:16" })).toEqual({
      "parts/db.yaml": included["parts/db.yaml"].replace("pg #", "pg:16 #"),
    });
    const after = await edit(included, { kind: "rename-service", service: "db", to: "rows" });
    expect(after).toEqual({
      [main]: included[main].replace("[db]", "[rows]"),
      "parts/db.yaml": included["parts/db.yaml"].replace("db:", "rows:"),
    });
  });

  test("outside the stack's folder is asked about first, because other stacks may use it", async () => {
    const texts = {
      [main]: included[main].replace("parts/", "../common/"),
      "../common/db.yaml": "services:\n  db: &db\n    image: pg\n  twin: *db\n",
    };
    const change: UserEdit = { kind: "set-restart", service: "db", restart: "always" };
    await expect(edit(texts, change)).rejects.toMatchObject({
      code: "shared-value",
      message: expect.stringMatching(/anchor &db with twin.*\.\.\/common\/db\.yaml lies outside/),
      choices: ["here", "everywhere"],
    });
    const rename: UserEdit = { kind: "rename-service", service: "twin", to: "pair" };
    await expect(edit(texts, rename)).rejects.toMatchObject({ code: "shared-value", choices: ["everywhere"] });
    const files = await filesOf(texts);
    const { changed } = editFiles(files, { ...rename, shared: "everywhere" });
    expect(changed).toEqual([
      { path: "/work/common/db.yaml", text: texts["../common/db.yaml"].replace("twin", "pair") },
    ]);
    expect(Object.keys(await edit(texts, { kind: "set-image", service: "web", image: "b" }))).toEqual([main]);
  });
});

test("a service of which a file says nothing any more stays a map there", async () => {
  const texts = {
    ...pair,
    [over]:
      "services:\n  web: !override # all\n    image: b\n    restart: always\n  db: &db\n    depends_on: [tool]\n  tool: {image: t}\n",
  };
  const after = await edit(texts, { kind: "remove-link", service: "db", on: "tool" });
  expect(after[over]).toBe(texts[over].replace("&db\n    depends_on: [tool]", "&db {}"));
});

test("a file that only some edit cannot be made in is named in the refusal", async () => {
  const texts = { ...pair, [over]: "services: {web: {deploy: !reset null}}\n" };
  await expect(edit(texts, { kind: "set-replicas", service: "web", replicas: 2 })).rejects.toThrow(
    "compose.override.yaml: ",
  );
});

import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { editOnDisk, textsOf } from "./edit-stack.ts";
import { saveStackText } from "./stack-files.ts";
import { openStack, type StackSession } from "./stack-session.ts";

const text = "# mine\r\nservices:\r\n  web:\r\n    image: a # one\r\n    tty: true\r\n";
let folder: string;
let file: string;
let session: StackSession;
let changes = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-session-"));
  file = join(folder, "compose.yaml");
  await writeFile(file, text);
  await chmod(file, 0o640);
  changes = 0;
  session = await openStack(file, () => void (changes += 1));
});
afterEach(async () => {
  session.close();
  await rm(folder, { recursive: true });
});

const read = () => readFile(file, "utf8");
const setImage = (image: string) => session.edit({ kind: "set-image", service: "web", image });

test("an edit keeps mode, line endings and comments, and leaves nothing beside the file", async () => {
  await setImage("b");
  expect(await read()).toBe(text.replace("image: a", "image: b"));
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["compose.yaml"]);
});

test("what another editor changed elsewhere in the file is kept", async () => {
  await writeFile(file, text.replace("tty: true", "tty: false").replace("# mine", "# theirs"));
  await setImage("b");
  expect(await read()).toBe(
    text.replace("tty: true", "tty: false").replace("# mine", "# theirs").replace("image: a", "image: b"),
  );
});

test("the same value changed by both is shown with both, and theirs stays until it is decided", async () => {
  await writeFile(file, text.replace("image: a", "image: theirs"));
  await expect(setImage("mine")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining('services.web.image: yours "mine", theirs "theirs".'),
    choices: ["mine", "theirs"],
  });
  expect(await read()).toContain("image: theirs");
  expect(session.project()?.services["web"]?.image).toBe("theirs");
  await setImage("mine");
  expect(await read()).toContain("image: mine # one");
});

test("a file that changes while it is saved is not written over", async () => {
  await expect(saveStackText(file, "new", "what was read before")).rejects.toMatchObject({ code: "conflict" });
  expect(await read()).toBe(text);
  expect(await readdir(folder)).toEqual(["compose.yaml"]);
});

test("another editor's save by renaming is seen", async () => {
  await saveStackText(file, text.replace("image: a", "image: c"));
  await vi.waitFor(() => expect(session.project()?.services["web"]?.image).toBe("c"), 3000);
  expect(changes).toBeGreaterThan(0);
});

test("a file that is too big to be read opens with that as its problem, and nothing is edited in it", async () => {
  session.close();
  await writeFile(file, `# ${"x".repeat(9 * 1024 * 1024)}`);
  session = await openStack(file, () => undefined);
  expect(session.view().problems).toMatchObject([{ code: "file-too-big", file: "compose.yaml", line: 1, column: 1 }]);
  await expect(setImage("b")).rejects.toMatchObject({ code: "bad-input" });
});

const override = "# over\r\nservices:\r\n  web:\r\n    deploy: {replicas: 2}\r\n";

describe("a stack with an override file", () => {
  let over: string;

  beforeEach(async () => {
    over = join(folder, "compose.override.yaml");
    await writeFile(over, override);
    session.close();
    session = await openStack(file, () => void (changes += 1));
  });

  test("is edited in the file whose value counts", async () => {
    await session.edit({ kind: "set-replicas", service: "web", replicas: 3 });
    await setImage("b");
    expect(await readFile(over, "utf8")).toBe(override.replace("replicas: 2", "replicas: 3"));
    expect(await read()).toBe(text.replace("image: a", "image: b"));
    expect(session.project()?.services["web"]).toMatchObject({ image: "b", deploy: { replicas: 3 } });
  });

  test("has no second service after a rename", async () => {
    await session.edit({ kind: "rename-service", service: "web", to: "site" });
    expect(Object.keys(session.project()?.services ?? {})).toEqual(["site"]);
    expect(await read()).toBe(text.replace("web:", "site:"));
    expect(await readFile(over, "utf8")).toBe(override.replace("web:", "site:"));
  });

  test("is not renamed in any file when another program changed one of them there", async () => {
    await writeFile(over, override.replace("replicas: 2", "replicas: 5"));
    await expect(session.edit({ kind: "rename-service", service: "web", to: "site" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("compose.override.yaml"),
    });
    expect(await read()).toBe(text);
    expect(await readFile(over, "utf8")).toBe(override.replace("replicas: 2", "replicas: 5"));
  });

  test("conflicts also when the other program said the value in a later file", async () => {
    await writeFile(over, override.replace("    deploy", "    image: theirs\r\n    deploy"));
    await expect(setImage("mine")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining('services.web.image: yours "mine", theirs "theirs".'),
    });
    expect(await read()).toBe(text);
    await setImage("mine");
    expect(session.project()?.services["web"]?.image).toBe("mine");
  });

  test("keeps the first file as it was when the second cannot be written", async () => {
    await expect(
      editOnDisk(
        await textsOf([
          { path: file, own: true, outside: false },
          { path: over, own: true, outside: false },
        ]),
        () => ({
          changed: [
            { path: file, text: "new" },
            { path: join(over, "nowhere"), text: "new" },
          ],
          inverse: [],
        }),
      ),
    ).rejects.toThrow("nowhere");
    expect(await read()).toBe(text);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).toSorted()).toEqual(["compose.override.yaml", "compose.yaml"]);
  });
});

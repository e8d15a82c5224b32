import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GantryWindow } from "./support/gantry-window.ts";
import { scalableText, sharedText } from "./support/stack-text.ts";
import type { TestStack } from "./support/stack.ts";
import { expect, test } from "./support/test.ts";

test.describe("a value that two services share", () => {
  let stack: TestStack;
  let window: GantryWindow;

  test.beforeEach(async ({ newStack, openGantry }) => {
    stack = await newStack(sharedText(1));
    window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await window.card("a").select();
    await window.replicasOf("a").keyTo(2);
    await expect(window.dialog).toContainText("Shared with others");
  });

  test("is asked about first: Cancel writes nothing, and the slider goes back", async () => {
    await window.dialog.getByRole("button", { name: "Cancel" }).click();
    await window.replicasOf("a").is(1);
    expect(await stack.read()).toBe(sharedText(1)(stack.name));
  });

  test("is changed for this service only", async () => {
    await window.dialog.getByRole("button", { name: "Change it here only" }).click();
    await window.card("a").says("stopped 0/2");
    await window.card("b").says("stopped 0/1");
    const text = await stack.read();
    expect(text).toContain("replicas: 1 # for all doors");
    expect(text.split("\n").filter((line) => !sharedText(1)(stack.name).includes(line))).toHaveLength(2);
  });

  test("is changed for all that share it", async () => {
    await window.dialog.getByRole("button", { name: "Change it everywhere" }).click();
    await window.card("a").says("stopped 0/2");
    await window.card("b").says("stopped 0/2");
    expect(await stack.read()).toBe(sharedText(2)(stack.name));
  });
});

test("scaling that asked first is live after the answer, for all that got the number", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const stack = await newStack(sharedText(1));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  await window.card("a").select();
  await window.replicasOf("a").keyTo(2);
  await window.dialog.getByRole("button", { name: "Change it everywhere" }).click();
  await window.card("a").isRunning(2);
  await window.card("b").isRunning(2);

  await window.replicasOf("a").keyTo(3);
  await window.dialog.getByRole("button", { name: "Change it here only" }).click();
  await window.card("a").isRunning(3);
  await window.card("b").isRunning(2);
  expect(await docker.containers(stack.name)).toHaveLength(5);
  await window.replicasOf("a").is(3);
});

test("an override file's value is changed there, live, and the first file keeps every byte", async ({
  newStack,
  openGantry,
}) => {
  const stack = await newStack(scalableText(1));
  const override = join(stack.folder, "compose.override.yaml");
  const text = (replicas: number) => `# mine\nservices: {web: {deploy: {replicas: ${replicas}}}}\n`;
  await writeFile(override, text(2));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  await window.card("web").isRunning(2);
  await window.card("web").select();
  await window.replicasOf("web").keyTo(3);
  await window.card("web").isRunning(3);
  expect(await readFile(override, "utf8")).toBe(text(3));
  expect(await stack.read()).toBe(scalableText(1)(stack.name));
});

test("what another editor saves shows in the window, also when it saves by renaming", async ({
  newStack,
  openGantry,
}) => {
  const stack = await newStack(scalableText(1));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.card("web").says("stopped 0/1");

  await stack.write(scalableText(3)(stack.name));
  await window.card("web").says("stopped 0/3");

  const beside = join(stack.folder, ".compose.yaml.swp");
  await writeFile(beside, scalableText(4)(stack.name));
  await rename(beside, stack.file);
  await window.card("web").says("stopped 0/4");

  await stack.write(`${scalableText(4)(stack.name)}    nonsense: 1\n`);
  await window.drawer("Problems");
  await expect(window.problems.first()).toContainText("nonsense");
  await window.card("web").says("stopped 0/4");

  await stack.write(scalableText(5)(stack.name));
  await window.card("web").says("stopped 0/5");
});

test.describe("a value that another editor changes between load and edit", () => {
  let stack: TestStack;
  let window: GantryWindow;

  test.beforeEach(async ({ newStack, openGantry }) => {
    stack = await newStack(scalableText(1));
    await moveBehindLink(stack);
    window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await window.card("web").select();
    await stack.write(theirs(stack.name));
    await window.replicasOf("web").keyTo(2);
    await expect(window.dialog).toContainText("Changed by another program");
    await expect(window.dialog).toContainText('services.web.deploy.replicas: yours "2", theirs "4"');
  });

  test("is theirs until it is decided, and stays so with Keep theirs", async () => {
    expect(await stack.read()).toBe(theirs(stack.name));
    await window.dialog.getByRole("button", { name: "Keep theirs" }).click();
    await window.replicasOf("web").is(4);
    await window.card("web").says("stopped 0/4");
    expect(await stack.read()).toBe(theirs(stack.name));
  });

  test("is mine with Use mine, and what else they changed stays", async () => {
    await window.dialog.getByRole("button", { name: "Use mine" }).click();
    await window.card("web").says("stopped 0/2");
    await window.replicasOf("web").is(2);
    expect(await stack.read()).toBe(theirs(stack.name).replace("replicas: 4", "replicas: 2"));
  });
});

/** Gantry watches the link's folder, not its target's: what is written there is news to it when it edits. */
async function moveBehindLink(stack: TestStack): Promise<void> {
  const target = join(stack.folder, "elsewhere", "shop.yaml");
  await mkdir(dirname(target));
  await rename(stack.file, target);
  await symlink(target, stack.file);
}

/** Another number, and another line changed too. */
const theirs = (name: string) => scalableText(4)(name).replace("may be scaled", "is theirs");

test("a card that is dragged writes the file once, when it is let go", async ({ newStack, openGantry }) => {
  const stack = await newStack(scalableText(1));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  const before = await stack.read();
  const box = await window.card("web").root.boundingBox();
  if (box === null) throw new Error("there is no card");
  const { mouse } = window.page;
  await mouse.move(box.x + box.width / 2, box.y + 20);
  await mouse.down();
  for (let step = 1; step <= 20; step += 1) {
    await mouse.move(box.x + box.width / 2 + step * 6, box.y + 20 + step * 4);
    expect(await stack.read()).toBe(before);
  }
  await mouse.up();
  await expect.poll(() => stack.read()).toMatch(/^x-gantry:\n {2}layout:\n {4}web: \[\d+, \d+\]$/m);
  // Everything else stands as it stood.
  expect((await stack.read()).startsWith(before)).toBe(true);
});

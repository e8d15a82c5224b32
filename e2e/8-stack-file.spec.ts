import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
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
    await expect(window.dialog).toContainText("Shared with other services");
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

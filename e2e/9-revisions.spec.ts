import { Keyboard } from "./support/keyboard.ts";
import { scalableText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

test("a stack is rolled back from the inspector, by keyboard and after its plan was shown", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const stack = await newStack(scalableText(1));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  const changes = window.page.getByTestId("changes");
  await expect(changes).toHaveText("up to date");
  await stack.write(scalableText(3)(stack.name));
  await expect(changes).toHaveText("2 changes");
  await window.applyToTheEnd();
  await window.card("web").isRunning(3);

  const revisions = window.page.getByRole("list", { name: "Revisions" }).locator("[data-revision]");
  await expect(revisions).toHaveCount(2);
  await expect(revisions.first()).toContainText("applied now");
  await expect(revisions.first()).toContainText("web: replicas 1 -> 3");

  const keyboard = new Keyboard(window.page);
  const button = window.button("Roll back to revision 1");
  await keyboard.tabTo(button);
  await keyboard.press("Enter");
  await expect(window.dialog.getByRole("list", { name: "Planned changes" })).toContainText("web-3");
  await expect(window.dialog.getByRole("list", { name: "What the file says otherwise" })).toHaveText(
    "web: replicas 1 -> 3",
  );
  await keyboard.press("Escape");
  await expect(window.dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  await keyboard.press("Enter");
  const rollBack = window.dialog.getByRole("button", { name: "Roll back", exact: true });
  await expect(rollBack).toHaveAttribute("aria-disabled", "false");
  await keyboard.tabTo(rollBack);
  await keyboard.press("Enter");
  await window.taskEnds("done");
  await expect.poll(() => docker.running(stack.name, "web")).toHaveLength(1);
  await expect(revisions).toHaveCount(3);
  await expect(revisions.first()).toContainText("rolled back to r1");
  // The file was not touched, so the plan offers what it says.
  expect(await stack.read()).toBe(scalableText(3)(stack.name));
  await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "false");
});

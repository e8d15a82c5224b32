import { errorOf, upOf } from "./support/cli-answers.ts";
import { gantry } from "./support/cli.ts";
import type { GantryWindow } from "./support/gantry-window.ts";
import { startSecondEngine, whyNoSecondEngine, type SecondEngine } from "./support/second-engine.ts";
import type { TestStack } from "./support/stack.ts";
import { slowText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

const reason = whyNoSecondEngine();
const whole = (late: number) => ["first-1", ...Array.from({ length: late }, (_, index) => `late-${index + 1}`)];

test.describe("an engine that is lost in the middle of an apply", () => {
  test.skip(reason !== undefined, reason ?? "");
  let engine: SecondEngine;

  test.beforeEach(async () => {
    engine = await startSecondEngine(["busybox:stable"]);
  });
  test.afterEach(async () => {
    await engine.close();
  });

  test("stopped: the task fails with the truth, and the next apply converges", async ({ newStack, openGantry }) => {
    const stack = await newStack(slowText(3), engine.docker);
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await window.isReady();
    await window.apply();
    await isInItsMiddle(stack);

    await engine.stop();
    await window.taskEnds("failed");
    await tellsTheTruth(window);

    // Healing brings back what was applied; a fourth replica is left to the next apply.
    await stack.write(slowText(4)(stack.name));
    await engine.start();
    await window.connectionIs("live", 30_000);
    await expect(window.card("late").root).toHaveAttribute("data-ready", "3", { timeout: 30_000 });
    await expect(window.card("late").root).toHaveAttribute("data-desired", "4");
    await window.applyToTheEnd();
    await isWhole(window, stack, 4);
  });

  test("hung: the task fails with the truth, and the next apply converges", async ({ newStack, openGantry }) => {
    const stack = await newStack(slowText(3), engine.docker);
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await window.isReady();
    await window.apply();
    await isInItsMiddle(stack);

    engine.freeze();
    await window.taskEnds("failed", 40_000);
    await tellsTheTruth(window);

    engine.thaw();
    await window.connectionIs("live", 30_000);
    await converges(window, stack);
  });

  test("the lock of the lost apply keeps nobody out", async ({ newStack, openGantry }) => {
    const stack = await newStack(slowText(3), engine.docker);
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await window.isReady();
    await window.apply();
    await isInItsMiddle(stack);
    await engine.stop();
    await window.taskEnds("failed");

    await engine.start();
    await window.connectionIs("live", 30_000);
    // The window lives on and nobody presses Apply in it.
    const up = await gantry(["-f", stack.file, "up", "--wait", "--json"], { env: engine.docker.env });
    expect(up.code, up.stderr).toBe(0);
    await isWhole(window, stack, 3);
  });

  test("under `gantry up`: exit code 3 with the cause and a hint, and the next one converges", async ({ newStack }) => {
    const stack = await newStack(slowText(3), engine.docker);
    const running = gantry(["-f", stack.file, "up", "--json"], { env: engine.docker.env });
    await isInItsMiddle(stack);
    await engine.stop();
    const lost = await running;
    expect(lost.code, lost.stderr).toBe(3);
    expect(errorOf(lost.stdout)).toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/The Docker engine does not answer/),
      hint: expect.stringMatching(/\w/),
    });

    await engine.start();
    const again = await gantry(["-f", stack.file, "up", "--wait", "--json"], { env: engine.docker.env });
    expect(again.code, again.stderr).toBe(0);
    expect(upOf(again.stdout).services.map((row) => `${row.service} ${row.status}`)).toEqual([
      "first running",
      "late running",
    ]);
    expect(await there(stack)).toEqual(whole(3));
  });
});

/** `first` runs and is not well yet, so `late` waits. */
async function isInItsMiddle({ docker, name }: TestStack): Promise<void> {
  await expect
    .poll(() => docker.running(name, "first"), { message: "the apply is in its middle", intervals: [50] })
    .toHaveLength(1);
  expect(await docker.running(name, "late")).toHaveLength(0);
}

async function there({ docker, name }: TestStack): Promise<string[]> {
  return (await docker.running(name)).map((one) => `${one.service}-${one.number}`);
}

/** The task names the cause and what to do; nothing says that it runs on, and the picture is marked as old. */
async function tellsTheTruth(window: GantryWindow): Promise<void> {
  await expect(window.task).toContainText("The Docker engine does not answer");
  await expect(window.task).toContainText(/Start Docker|Check that the engine runs/);
  await expect(window.task.locator('[data-state="running"], [data-state="waiting"]')).toHaveCount(0);
  await window.connectionIs("stale");
  await expect(window.page.getByText(/Stale since/)).toBeVisible();
  await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "true");
}

/** Self-healing may end the work before a hand reaches Apply; either way it comes to the same, with no duplicate. */
async function converges(window: GantryWindow, stack: TestStack): Promise<void> {
  await window.button("Plan").click();
  const changes = window.page.getByTestId("changes");
  await expect(changes).toHaveText(/change|up to date/);
  // Looked at anew after each try: healing may be done between the look and the press, and then no task comes.
  await expect(async () => {
    if ((await changes.textContent()) === "up to date") return;
    await window.button("Apply").click({ timeout: 1000 });
    await expect(changes).toHaveText("up to date", { timeout: 20_000 });
  }).toPass({ timeout: 60_000 });
  await isWhole(window, stack, 3);
}

/** Everything runs once, and neither the window nor the CLI finds anything more to do. */
async function isWhole(window: GantryWindow, stack: TestStack, late: number): Promise<void> {
  await window.card("first").isRunning(1, 30_000);
  await window.card("late").isRunning(late, 30_000);
  await expect(window.page.getByTestId("changes")).toHaveText("up to date");
  expect(await there(stack)).toEqual(whole(late));
  const up = await gantry(["-f", stack.file, "up", "--json"], { env: stack.docker.env });
  expect(up.code, up.stderr).toBe(0);
  expect(upOf(up.stdout).changes).toBe(0);
}

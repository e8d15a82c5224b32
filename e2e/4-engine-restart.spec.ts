import { startSecondEngine, whyNoSecondEngine, type SecondEngine } from "./support/second-engine.ts";
import { scalableText, sleepersText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

const reason = whyNoSecondEngine();

test.describe("an engine that goes away under the running app", () => {
  test.skip(reason !== undefined, reason ?? "");
  let engine: SecondEngine;

  test.beforeEach(async () => {
    engine = await startSecondEngine(["busybox:stable"]);
  });
  test.afterEach(async () => {
    await engine.close();
  });

  test("leaves a stale picture that says so, and a true one when it is back", async ({ newStack, openGantry }) => {
    const stack = await newStack(scalableText(2), engine.docker);
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await window.isReady();
    await window.applyToTheEnd();
    await window.card("web").isRunning(2);
    await window.connectionIs("live");

    await engine.stop();
    await window.connectionIs("stale");
    await expect(window.page.getByText(/Stale since/)).toBeVisible();
    await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "true");

    await engine.start();
    await window.connectionIs("live", 30_000);
    await expect(window.page.getByText(/Stale since/)).toBeHidden();
    await window.card("web").isRunning(2, 30_000);
    expect(await engine.docker.running(stack.name)).toHaveLength(2);
    // Not a picture of before: the events of the new daemon arrive, and it can be steered.
    await window.card("web").select();
    await window.replicasOf("web").keyTo(3);
    await window.card("web").isRunning(3);
    expect(await engine.docker.running(stack.name)).toHaveLength(3);
  });

  test("and comes back with less than before is shown as it is, and healed", async ({ newStack, openGantry }) => {
    const stack = await newStack(scalableText(2), engine.docker);
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await window.isReady();
    await window.applyToTheEnd();
    await window.card("web").isRunning(2);
    const before = await engine.docker.containers(stack.name);

    // While the daemon is up and the app is deaf, somebody removes a replica: no event will ever tell.
    engine.freeze();
    await window.connectionIs("stale", 40_000);
    engine.thaw();
    await engine.docker.run("rm", "-f", before[0]?.id ?? "");

    await window.connectionIs("live", 30_000);
    await window.card("web").isRunning(2, 30_000);
    const after = await engine.docker.running(stack.name);
    expect(after.map((one) => one.number)).toEqual([1, 2]);
    expect(after[0]?.id).not.toBe(before[0]?.id);
  });

  test("is waited for when it was not there at the start", async ({ newStack, openGantry }) => {
    const stack = await newStack(sleepersText(["web"]), engine.docker);
    await engine.stop();
    const window = await openGantry({ args: [stack.file], env: engine.docker.env });
    await expect(window.page.getByRole("region", { name: "No engine" })).toBeVisible({ timeout: 30_000 });

    await engine.start();
    await window.connectionIs("live", 30_000);
    await expect(window.page.getByRole("region", { name: "No engine" })).toBeHidden();
    await window.applyToTheEnd();
    await window.card("web").isRunning(1);
  });
});

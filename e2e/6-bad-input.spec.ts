import { badFiles } from "./support/bad-files.ts";
import { errorOf, planOf } from "./support/cli-answers.ts";
import { gantry } from "./support/cli.ts";
import { startEmptyRegistry } from "./support/empty-registry.ts";
import { holdPort } from "./support/names.ts";
import type { TestStack } from "./support/stack.ts";
import { sleepersText, webText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

const good = sleepersText(["web"]);

for (const { title, text, code, says, hint, place } of badFiles) {
  test(`${title} is refused with its place and a hint, and leaves nothing`, async ({
    docker,
    newStack,
    openGantry,
  }) => {
    const stack = await newStack(text);
    const at = `compose.yaml:${place}`;

    const window = await openGantry({ args: [stack.file] });
    const shownInPlace = window.page.getByRole("region", { name: "Problems of the file" });
    await expect(shownInPlace).toBeVisible();
    const isListed = async () => {
      await expect(window.problems).toHaveCount(1);
      await expect(window.problems).toHaveAttribute("data-code", code);
      for (const words of [says, hint, at]) await expect(window.problems).toContainText(words);
      await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "true");
    };
    await isListed();

    for (const command of ["up", "plan", "ps"]) await cliRefuses(stack, command, { code, says, hint, place });

    // Mended in an editor, it is on the canvas without a hand; broken again, the last good one stays, marked.
    await stack.write(good(stack.name));
    await window.isReady();
    await expect(shownInPlace).toBeHidden();
    await window.card("web").says("stopped 0/1");
    await stack.write(text(stack.name));
    await expect(window.page.getByText("The file has errors.")).toBeVisible();
    await isListed();
    await window.card("web").says("stopped 0/1");

    expect(await docker.leftovers(stack.name)).toEqual([]);
  });
}

test("a port that a program of this machine holds blocks the plan, says who, and leaves nothing", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const held = await holdPort();
  try {
    const stack = await newStack(webText(held.port));
    const says = new RegExp(`Port ${held.port} of service web is taken by the process .+ \\(pid ${process.pid}\\)`);
    const hint = /Port \d+ is free: publish that one instead/;

    const window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await expect(window.page.getByTestId("changes")).toHaveText("blocked");
    await window.drawer("Plan");
    for (const words of ["Blocked:", says, hint, "compose.yaml:7:13"]) {
      await expect(window.planNotes).toContainText(words);
    }
    await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "true");

    await cliRefuses(stack, "up", { code: "port-taken", says, hint, place: "7:13" });
    const plan = await on(stack, "plan", "--json");
    expect(plan.code).toBe(2);
    expect(planOf(plan.stdout.split("\n")[0] ?? "").notes).toMatchObject([
      { severity: "blocker", code: "port-taken", place: "compose.yaml:7:13" },
    ]);
    expect(await docker.leftovers(stack.name)).toEqual([]);

    await held.release();
    await window.button("Plan").click();
    await window.applyToTheEnd();
    await window.card("web").isRunning(1);
  } finally {
    await held.release();
  }
});

test("a port that another container holds is named after it", async ({ docker, newStack, openGantry }) => {
  const neighbour = await newStack(webText(0));
  const up = await on(neighbour, "up");
  expect(up.code, up.stderr).toBe(0);
  const [container] = await docker.containers(neighbour.name);
  const port = Number(/:(\d+)/.exec(await docker.run("port", container?.id ?? "", "8080"))?.[1]);
  const stack = await newStack(webText(port));
  const says = new RegExp(`Port ${port} of service web is taken by the container ${neighbour.name}-web-1`);

  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.drawer("Plan");
  await expect(window.planNotes).toContainText(says);
  await expect(window.planNotes).toContainText("compose.yaml:7:13");
  await cliRefuses(stack, "up", { code: "port-taken", says, hint: /is free/, place: "7:13" });
  expect(await docker.leftovers(stack.name)).toEqual([]);
});

test("an image that does not exist fails the task with the cause, and leaves nothing", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const registry = await startEmptyRegistry();
  try {
    const text = (name: string) => good(name).replace("busybox:stable", registry.image);
    const stack = await newStack(text);
    const says = new RegExp(`Image ${registry.image} cannot be pulled: there is no such image`);
    const hint = /Check the name and the tag/;

    const window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await window.apply();
    await window.taskEnds("failed");
    for (const words of [says, hint, "compose.yaml:4:12", "manifest unknown"]) {
      await expect(window.task).toContainText(words);
    }
    await expect(window.task.locator('[data-state="failed"]')).toContainText(registry.image);
    await window.card("web").says("stopped 0/1");
    expect(await docker.leftovers(stack.name)).toEqual([]);

    const up = await on(stack, "up", "--json");
    expect(up.code, up.stderr).toBe(1);
    refusesWith(up.stdout, { code: "image", says, hint, place: "4:12" });
    expect(up.stderr).toMatch(/^gantry: compose\.yaml:4:12: Image /m);
    expect(up.stderr).toMatch(/^cause: .*manifest unknown/m);
    expect(up.stderr).toMatch(/^next: Check the name and the tag/m);
    expect(await docker.leftovers(stack.name)).toEqual([]);

    await stack.write(good(stack.name));
    await window.drawer("Plan");
    const plan = window.page.getByRole("list", { name: "Planned changes" });
    await expect(plan).not.toContainText(registry.image);
    await window.applyToTheEnd();
    await window.card("web").isRunning(1);
  } finally {
    await registry.close();
  }
});

interface Refusal {
  code: string;
  says: RegExp;
  hint: RegExp;
  place: string;
}

function on(stack: TestStack, ...words: string[]) {
  return gantry(["-f", stack.file, ...words], { env: stack.docker.env });
}

/** Exit code 2, and the same in words and as JSON. */
async function cliRefuses(stack: TestStack, command: string, refusal: Refusal): Promise<void> {
  const text = await on(stack, command);
  expect(text.code, text.stderr).toBe(2);
  expect(text.stderr).toContain(`compose.yaml:${refusal.place}: `);
  expect(text.stderr).toMatch(refusal.says);
  expect(text.stderr).toMatch(refusal.hint);
  expect(text.stderr).not.toContain(stack.folder);
  const json = await on(stack, command, "--json");
  expect(json.code, json.stderr).toBe(2);
  refusesWith(json.stdout, refusal);
}

function refusesWith(stdout: string, { code, says, hint, place }: Refusal): void {
  const [line = 0, column = 0] = place.split(":").map(Number);
  const message: unknown = expect.stringMatching(says);
  expect(errorOf(stdout).problems).toEqual([
    { code, message, hint: expect.stringMatching(hint) as unknown, file: "compose.yaml", line, column },
  ]);
}

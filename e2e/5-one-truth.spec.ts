import { gantry } from "./support/cli.ts";
import { psOf } from "./support/cli-answers.ts";
import { scalableText, sleepersText, slowText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

/** How long the window may take to show what another program did. */
const SOON = 2000;

test("what runs is the same after quitting and opening again", async ({ docker, newStack, openGantry }) => {
  const stack = await newStack(scalableText(3));
  const first = await openGantry({ args: [stack.file] });
  await first.isReady();
  await first.applyToTheEnd();
  await first.card("web").isRunning(3);
  const cards = await first.cards();
  const containers = await docker.containers(stack.name);

  await first.app.close();
  expect(await docker.containers(stack.name)).toEqual(containers);

  const again = await openGantry({ args: [stack.file], home: first.home });
  await again.isReady();
  await again.card("web").isRunning(3);
  expect(await again.cards()).toEqual(cards);
  await expect(again.page.getByTestId("changes")).toHaveText("up to date");
  expect(await docker.containers(stack.name)).toEqual(containers);
});

test("`gantry ps` and the window tell the same, in health and in trouble", async ({ docker, newStack, openGantry }) => {
  const stack = await newStack(
    (name) => `${sleepersText(["a", "b"])(name)}  c: {image: "busybox:stable", command: ["false"], restart: "no"}\n`,
  );
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  await window.card("a").isRunning(1);

  await expect
    .poll(async () => [await cliSays(stack.file), await window.cards()], { message: "CLI and window" })
    .toEqual([
      { a: "running 1/1", b: "running 1/1", c: "failed 0/1" },
      { a: "running 1/1", b: "running 1/1", c: "failed 0/1" },
    ]);

  const paused = (await docker.containers(stack.name, "b"))[0];
  await docker.run("pause", paused?.id ?? "");
  await window.card("b").says("degraded 0/1");
  expect(await cliSays(stack.file)).toEqual(await window.cards());
  await docker.run("unpause", paused?.id ?? "");
  await window.card("b").isRunning(1);
});

test("what the CLI does beside the window shows in it within two seconds", async ({ newStack, openGantry }) => {
  const stack = await newStack(scalableText(1));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.card("web").says("stopped 0/1");

  const up = await gantry(["-f", stack.file, "up", "--json"]);
  expect(up.code, up.stderr).toBe(0);
  await window.card("web").isRunning(1, SOON);

  const scale = await gantry(["-f", stack.file, "scale", "web=4", "--json"]);
  expect(scale.code, scale.stderr).toBe(0);
  await window.card("web").isRunning(4, SOON);

  const down = await gantry(["-f", stack.file, "down", "--json"]);
  expect(down.code, down.stderr).toBe(0);
  await window.card("web").says("stopped 0/4", SOON);
});

test("an edit of the file in another program shows on the canvas", async ({ newStack, openGantry }) => {
  const stack = await newStack(sleepersText(["a"]));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();

  await stack.write(sleepersText(["a", "b"])(stack.name));
  await window.card("b").says("stopped 0/1", SOON);
});

test("an app killed in the middle of an apply shows what is there when it is opened again, and an apply ends the work", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const stack = await newStack(slowText(3));
  const first = await openGantry({ args: [stack.file] });
  await first.isReady();
  await first.apply();
  await expect
    .poll(() => docker.running(stack.name, "first"), { message: "the apply is in its middle" })
    .toHaveLength(1);
  first.app.process().kill("SIGKILL");
  expect(await docker.running(stack.name, "late")).toHaveLength(0);

  const again = await openGantry({ args: [stack.file], home: first.home });
  await again.isReady();
  await again.card("first").isRunning(1);
  const there = await docker.running(stack.name, "late");
  expect((await again.cards())["late"]).toMatch(new RegExp(`${there.length}/3$`));

  // Self-healing may end the work before a hand reaches Apply; either way an apply must come to the same.
  const up = await gantry(["-f", stack.file, "up", "--json"]);
  expect(up.code, up.stderr).toBe(0);
  await again.card("late").isRunning(3, 30_000);
  expect((await docker.containers(stack.name)).map((one) => `${one.service}-${one.number}`)).toEqual([
    "first-1",
    "late-1",
    "late-2",
    "late-3",
  ]);
  const ps = await cliSays(stack.file);
  expect(ps).toEqual(await again.cards());
});

async function cliSays(file: string): Promise<Record<string, string>> {
  const { stdout } = await gantry(["-f", file, "ps", "--json"]);
  return Object.fromEntries(
    psOf(stdout).services.map((row) => [row.service, `${row.status} ${row.ready}/${row.desired}`]),
  );
}

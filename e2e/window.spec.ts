import { run } from "./support/command.ts";
import { electronProgram, root, sandboxArguments } from "./support/paths.ts";
import { definedOnly } from "./support/launch.ts";
import { sleepersText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

test("a second start hands its file to the window that is open, brings it forward and ends", async ({
  newStack,
  openGantry,
}) => {
  const first = await newStack(sleepersText(["a"]));
  const second = await newStack(sleepersText(["b"]));
  const window = await openGantry({ args: [first.file] });
  await window.isReady();
  await window.app.evaluate(({ BrowserWindow }) => {
    const [open] = BrowserWindow.getAllWindows();
    // A display without a window manager gives nobody the focus, so the asking is what can be seen.
    if (open !== undefined) open.focus = () => void Object.assign(globalThis, { broughtForward: true });
  });

  const again = await run(electronProgram(), [...sandboxArguments(), root, second.file], {
    env: definedOnly({ ...process.env, GANTRY_HOME: window.home }),
  });
  expect(again.code).toBe(0);
  await window.card("b").says("stopped 0/1");
  expect(await window.app.evaluate(() => "broughtForward" in globalThis)).toBe(true);
  expect(window.app.windows()).toHaveLength(1);
});

test("wrong calls and streams are refused with what is wrong in them, and the window goes on", async ({
  newStack,
  openGantry,
}) => {
  const stack = await newStack(sleepersText(["web"]));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  const refused = { ok: false, error: { code: "bad-input" } };
  const wrong: Array<[unknown, unknown]> = [
    ["stack.explode", {}],
    ["toString", undefined],
    ["__proto__", undefined],
    [undefined, undefined],
    [{ method: "stack.open" }, []],
    ["stack.scale", { service: "web", replicas: -1 }],
    ["stack.scale", { service: "web", replicas: 1.5 }],
    ["stack.scale", "web=5"],
    ["stack.edit", { kind: "set-everything" }],
    ["plan.apply", { want: "running" }],
  ];
  for (const [method, input] of wrong) expect(await window.call(method, input), String(method)).toMatchObject(refused);
  expect(await window.call("stack.scale", { service: "nobody", replicas: 2 })).toMatchObject({ ok: false });
  expect(await window.call("stack.open", { path: "/no/such/file.yaml" })).toMatchObject({ ok: false });
  expect(await window.call("task.cancel", { task: "no-such-task" })).toEqual({ ok: true });
  expect(await window.firstOf("no-such-stream", undefined)).toMatchObject(refused);
  expect(await window.firstOf("logs", { service: 7 })).toMatchObject(refused);

  expect(await stack.read()).toBe(sleepersText(["web"])(stack.name));
  await window.applyToTheEnd();
  await window.card("web").isRunning(1);
});

test("the window comes back where it was", async ({ newStack, openGantry }) => {
  const stack = await newStack(sleepersText(["web"]));
  const first = await openGantry({ args: [stack.file] });
  await first.isReady();
  const bounds = { x: 40, y: 30, width: 1100, height: 720 };
  await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds);
  const window = await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await first.app.close();

  const again = await openGantry({ home: first.home });
  expect(await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    window,
  );
  // What was open is one press away.
  await expect(again.page.getByRole("list", { name: "Recent stacks" })).toContainText(
    stack.folder.split("/").at(-1) ?? "",
  );
});

test("quitting ends every process of the app", async ({ newStack, openGantry }) => {
  const stack = await newStack(sleepersText(["web"]));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  const children = await window.app.evaluate(({ app }) => app.getAppMetrics().map((one) => one.pid));
  expect(children.length).toBeGreaterThan(1);
  await window.app.close();
  const alive = () => children.filter((pid) => isAlive(pid));
  await expect.poll(alive).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { readFile } from "node:fs/promises";
import { Keyboard } from "./support/keyboard.ts";
import { expect, test } from "./support/test.ts";

test("a stack is opened, a card chosen, its replicas set and the stack applied without a mouse", async ({
  docker,
  newSample,
  openGantry,
}) => {
  const sample = await newSample({ own: true });
  const window = await openGantry({ home: sample.home });
  const keyboard = new Keyboard(window.page);
  await expect(window.page.getByRole("heading", { name: "Open a stack to see it run" })).toBeVisible();

  await keyboard.tabTo(window.button("Try the quickstart sample"));
  await keyboard.press("Enter");
  await window.isReady();

  await keyboard.tabTo(window.page.getByRole("group", { name: "Service worker" }));
  await keyboard.press("Enter");
  const { thumb } = window.replicasOf("worker");
  await keyboard.tabTo(thumb);
  await keyboard.press("ArrowRight");
  await expect(thumb).toHaveAttribute("aria-valuenow", "2");
  await expect.poll(() => readFile(sample.file, "utf8")).toMatch(/replicas: 2\s[\s\S]*replicas: 2\s/);

  await keyboard.tabTo(window.button("Apply"));
  await expect(window.button("Apply")).toHaveAttribute("aria-disabled", "false");
  await keyboard.press("Enter");
  await window.card("worker").isRunning(2, 40_000);
  await window.card("web").isRunning(1);
  expect(await docker.running(sample.name, "worker")).toHaveLength(2);
});

test("every control that Tab reaches has a name and shows that it has the focus", async ({ newSample, openGantry }) => {
  const sample = await newSample({ own: true });
  const window = await openGantry({ args: ["--sample", "quickstart"], home: sample.home });
  await window.isReady();
  await window.card("web").select();
  const keyboard = new Keyboard(window.page);
  const stops = await keyboard.walk();
  expect(stops.length).toBeGreaterThan(20);
  expect(stops.filter((stop) => stop.name === "")).toEqual([]);
  expect(stops.filter((stop) => !stop.visible).map((stop) => stop.name)).toEqual([]);
});

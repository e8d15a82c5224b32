import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { expect, test } from "./support/test.ts";

test("the quickstart sample, opened from a fresh state, runs after Apply and answers over HTTP", async ({
  docker,
  newSample,
  openGantry,
}) => {
  const sample = await newSample();
  const window = await openGantry({ args: ["--sample", "quickstart"], home: sample.home });
  await window.isReady();
  const file = await readFile(sample.file, "utf8");
  const services = Object.keys((parse(file) as { services: Record<string, unknown> }).services);
  expect(Object.keys(await window.cards()).toSorted()).toEqual(services.toSorted());
  for (const card of Object.values(await window.cards())) expect(card).toMatch(/^stopped 0\//);

  await window.applyToTheEnd();

  await window.card("web").isRunning(1, 40_000);
  await window.card("api").isRunning(2);
  await window.card("worker").isRunning(1);
  const page = await fetch(`http://127.0.0.1:${sample.port}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Hello from Gantry");
  const running = await docker.running(sample.name);
  expect(running.map((one) => one.service).toSorted()).toEqual(["api", "api", "gantry:gateway", "web", "worker"]);
  await expect(window.page.getByTestId("changes")).toHaveText("up to date");
});

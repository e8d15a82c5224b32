import { chromium, expect, test } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { freshHome, removeHome } from "./support/launch.ts";
import { root, sandboxArguments } from "./support/paths.ts";

/** Written by `npm run package` beside what it packed. */
const programFile = join(root, "dist/program.txt");

test("The packaged app opens and shows the sample", { tag: "@packaged" }, async () => {
  const program = await readFile(programFile, "utf8").catch(() => "");
  expect(program, "the app is packed: npm run package -- --unpacked").not.toBe("");
  const home = await freshHome();
  // A packaged app obeys no inspector, which is how Playwright drives a development Electron; its page can be asked.
  const app = spawn(program, [...sandboxArguments(), "--remote-debugging-port=0", "--sample", "quickstart"], {
    env: { ...process.env, GANTRY_HOME: home },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => app.once("exit", () => resolve()));
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(app));
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
    if (page === undefined) throw new Error("The app has no window.");
    await expect(page.getByTestId("canvas")).toBeVisible({ timeout: 30_000 });
    await expect(page.locator("[data-service]").first()).toBeVisible();
    await browser.close();
  } finally {
    app.kill();
    await ended;
    await removeHome(home);
  }
});

/** Chromium tells on its error output where it listens. */
function debuggerAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    app.stderr?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const [, address] = /DevTools listening on (ws:\S+)/.exec(printed) ?? [];
      if (address !== undefined) resolve(address);
    });
    app.once("error", reject);
    app.once("exit", (code) => reject(new Error(`The app ended at once with ${code}:\n${printed}`)));
  });
}

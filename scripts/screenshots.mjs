// `npm run screenshots`: the README's picture, and every view in both themes and two sizes for review.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "@playwright/test";
import { display } from "./setup/display.mjs";
import { electronEnv } from "./setup/electron-dist.mjs";
import { inCache, root } from "./setup/paths.mjs";

const sizes = [
  [1440, 900],
  [1024, 700],
];
const folder = mkdtempSync(join(tmpdir(), "gantry-pictures-"));
const file = join(folder, "compose.yaml");
cpSync(join(root, "resources/samples/quickstart"), folder, { recursive: true });
// A name and a port of its own: the user's sample may be running.
const text = readFileSync(file, "utf8")
  .replace("name: quickstart", "name: pictures")
  .replace('"8080:8080"', `"${await freePort()}:8080"`);
writeFileSync(file, text);
const cli = (...args) =>
  execFileSync(process.execPath, [join(root, "out/main/cli.js"), "-f", file, ...args], { stdio: "inherit" });
const screen = await display();
const env = { ...process.env, ...electronEnv(), ...screen?.env, GANTRY_HOME: join(folder, "home") };
Object.assign(process.env, env);
try {
  mkdirSync(join(folder, "home"));
  cli("up", "--wait");
  const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), root, file];
  const app = await _electron.launch({ args, env });
  const page = await app.firstWindow();
  await page.waitForSelector('[data-service="worker"][data-status="running"]');
  await page.locator('[data-service="api"]').click();
  // The first rate comes with the second sample.
  await page.waitForFunction(() => /CPU \d/.test(document.body.innerText));
  for (const theme of ["dark", "light"]) {
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    for (const [width, height] of sizes) {
      await app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(...size),
        [width, height],
      );
      await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
      await page.screenshot({ path: inCache("screenshots", `composer-${theme}-${width}.png`) });
      await page
        .getByRole("button", { name: /^Health/ })
        .first()
        .click();
      await page.screenshot({ path: inCache("screenshots", `health-${theme}-${width}.png`) });
      await page
        .getByRole("button", { name: /^Composer/ })
        .first()
        .click();
    }
  }
  await app.close();
  mkdirSync(join(root, "docs"), { recursive: true });
  cpSync(inCache("screenshots", "composer-dark-1440.png"), join(root, "docs/screenshot.png"));
} finally {
  cli("down", "--volumes");
  screen?.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The port that looks well in a picture, else any. */
function freePort(wanted = 18080) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(freePort(0)));
    server.listen(wanted, "0.0.0.0", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

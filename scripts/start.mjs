// `npm start`: set-up, build, and the app with the sample stack. Words after `--` replace the sample.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { setUp } from "./setup.mjs";
import { build } from "./setup/build.mjs";
import { lastLines } from "./setup/command.mjs";
import { display } from "./setup/display.mjs";
import { electronDist, electronEnv, electronProgram } from "./setup/electron-dist.mjs";
import { inCache, root } from "./setup/paths.mjs";
import { runStep, seconds } from "./setup/step.mjs";

const started = performance.now();
const steps = await setUp();
for (const needed of ["node modules", "Electron"]) stopIfFailed(steps[needed]);
stopIfFailed(await runStep(build, {}, console.log));

const screen = await display();
const screenshot = inCache("screenshot.png");
const log = inCache("logs", "app.log");
rmSync(screenshot, { force: true });
const output = openSync(log, "w");
const app = spawn(electronProgram(electronDist().folder), words(), {
  cwd: root,
  stdio: ["ignore", output, output],
  env: { ...process.env, ...electronEnv(), ...screen.env, GANTRY_SCREENSHOT: screenshot },
});
closeSync(output);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => app.kill("SIGTERM"));

// The app takes the picture when its canvas has something on it, which is what a user calls open.
const waiting = setInterval(() => {
  if (!existsSync(screenshot)) return;
  clearInterval(waiting);
  console.log(`The window is open after ${seconds(performance.now() - started)}.`);
  if (screen.virtual)
    console.log(`There is no display here; this is what the window shows: ${relative(".", screenshot)}`);
  console.log(
    `Its output goes to ${relative(".", log)}. Close the window or press Ctrl-C to quit; what runs keeps running.`,
  );
}, 50);

app.on("error", (error) => finish(1, error.message));
app.on("exit", (code, signal) => {
  if (code === 0 && !existsSync(screenshot)) console.log("Gantry was open already; that window came to the front.");
  finish(signal ? 0 : code, lastLines(readFileSync(log, "utf8")));
});

function finish(code, why) {
  clearInterval(waiting);
  screen.close();
  if (code !== 0) console.error(`The app ended with code ${code}:\n${why}`);
  process.exitCode = code;
}

function words() {
  const given = process.argv.slice(2);
  // Chromium refuses its sandbox to root; everybody else keeps it.
  const sandbox = process.platform === "linux" && process.getuid() === 0 ? ["--no-sandbox"] : [];
  return [...sandbox, ".", ...(given.length > 0 ? given : ["--sample", "quickstart"])];
}

function stopIfFailed({ state, name }) {
  if (state !== "failed") return;
  console.error(`Gantry cannot start without this step: ${name}`);
  process.exit(1);
}

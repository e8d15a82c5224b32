// Runs other programs: output goes to a log file, a failure carries its last lines, and nothing waits for ever.
import { spawn } from "node:child_process";
import { accessSync, constants, createWriteStream } from "node:fs";
import { delimiter, join } from "node:path";
import { inCache } from "./paths.mjs";

// Enough for the longest report that is read from a program's output; more is in the log.
const keep = 8 * 1024 * 1024;
const graceMs = 10_000;

/**
 * Runs a program to its end and returns {code, out, err, why}. Never throws for a bad exit.
 * `progress(bytes printed)` returns any value that changes while the work gets on (the bytes, unless given); after
 * `stalledMs` without a change the program is ended.
 */
export function tryRun(
  command,
  args,
  { cwd, env, log, input, show, limitMs, stalledMs, progress, shell = false } = {},
) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const file = log && createWriteStream(inCache("logs", log), { flags: "a" });
    file?.write(`\n$ ${[command, ...args].join(" ")}\n`);
    const texts = { out: "", err: "" };
    let stopped = "";
    let bytes = 0;
    const take = (name) => (chunk) => {
      bytes += chunk.length;
      file?.write(chunk);
      if (show) process.stdout.write(chunk);
      texts[name] = (texts[name] + chunk).slice(-keep);
    };
    child.stdout.on("data", take("out"));
    child.stderr.on("data", take("err"));
    const stop = (why) => {
      stopped ||= why;
      end(child);
    };
    // Nothing that was started outlives this process.
    const atExit = () => child.kill();
    process.once("exit", atExit);
    const limit = limitMs && setTimeout(() => stop(`it took longer than ${limitMs / 1000} s`), limitMs);
    const watch = stalledMs && watchProgress(() => (progress ? progress(bytes) : bytes), stalledMs, stop);
    const finish = (code, why) => {
      clearTimeout(limit);
      clearInterval(watch);
      process.off("exit", atExit);
      file?.end();
      done({ code: stopped ? 124 : code, why: stopped || why || lastLines(texts.err || texts.out), ...texts });
    };
    child.on("error", (error) => finish(127, error.message));
    child.on("close", (code, signal) => finish(code ?? 1, signal && !stopped ? `ended by ${signal}` : ""));
    if (input !== undefined) child.stdin.on("error", () => {}).end(input);
  });
}

// Asks, then insists; what the program started itself may hold its output open, so that is let go of as well.
function end(child) {
  child.kill();
  setTimeout(() => {
    child.kill("SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
  }, graceMs).unref();
}

/** Like tryRun, but a bad exit is an error that says what was run, why it failed and where the whole output is. */
export async function run(command, args, options = {}) {
  const result = await tryRun(command, args, options);
  if (result.code === 0) return result;
  const log = options.log ? `\n(whole output: ${join(".cache/logs", options.log)})` : "";
  throw new Error(`\`${[command, ...args].join(" ").slice(0, 160)}\` failed: ${result.why}${log}`);
}

/** The full path of a program on PATH, or undefined. */
export function which(name) {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  // Daemons live in sbin, which is not on every user's PATH.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  for (const folder of folders.filter(Boolean)) {
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

function watchProgress(progress, stalledMs, stop) {
  let last = progress();
  let since = Date.now();
  return setInterval(() => {
    const now = progress();
    if (now !== last) [last, since] = [now, Date.now()];
    else if (Date.now() - since > stalledMs) stop(`nothing arrived for ${stalledMs / 1000} s`);
  }, 500);
}

export function lastLines(text, count = 12) {
  return text.trim().split("\n").slice(-count).join("\n");
}

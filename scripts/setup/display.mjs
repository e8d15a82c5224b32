// A display for windows on machines that have none.
import { spawn } from "node:child_process";
import { which } from "./command.mjs";

export const hasDisplay = () =>
  process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** {env, close}: the system's display as it is, else a virtual one that close() ends. */
export async function display() {
  if (hasDisplay()) return { virtual: false, env: {}, close() {} };
  const program = which("Xvfb");
  if (!program) throw new Error("there is no display, and Xvfb is not installed to make one");
  // The server picks a free number itself and tells it over descriptor 3 once it answers: no guessing, no waiting.
  const words = ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"];
  const server = spawn(program, words, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`Xvfb ended at once (${code})`)));
    server.once("error", reject);
    server.stdio[3].once("data", (text) => resolve(String(text).trim()));
  });
  // Descriptor 3 stays open for the server's whole life; it must not keep this process alive.
  server.unref();
  server.stdio[3].unref();
  const close = () => server.kill();
  process.once("exit", close);
  return { virtual: true, env: { DISPLAY: `:${number}` }, close };
}

#!/usr/bin/env node
import { exitCodeOf, GantryError } from "../../shared/errors.ts";
import { config } from "./commands/config.ts";
import { doctor } from "./commands/doctor.ts";
import { down } from "./commands/down.ts";
import { events } from "./commands/events.ts";
import { logs } from "./commands/logs.ts";
import { plan } from "./commands/plan.ts";
import { ps } from "./commands/ps.ts";
import { rollout } from "./commands/rollout/index.ts";
import { scale } from "./commands/scale.ts";
import { support } from "./commands/support.ts";
import { targets } from "./commands/targets.ts";
import { up } from "./commands/up.ts";
import { endpoints } from "./commands/endpoints.ts";
import { validate } from "./commands/validate.ts";
import { volumes } from "./commands/volumes.ts";
import { createContext, type Context } from "./context.ts";
import { help } from "./help.ts";
import { parseOptions } from "./options.ts";
import { createOutput } from "./output.ts";

const commands: Record<string, (context: Context) => Promise<void | number>> = {
  up,
  plan,
  ps,
  endpoints,
  scale,
  logs,
  events,
  rollout,
  down,
  volumes,
  config,
  validate,
  support,
  targets,
  doctor,
};

/** Runs one command. Answers the exit code: 0 done, 1 failed, 2 bad input, 3 unreachable, 4 timed out or unhealthy. */
async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let out = createOutput(argv.includes("--json"));
  try {
    const { command, args, options } = parseOptions(argv, process.cwd());
    out = createOutput(options.json);
    if (options.version) {
      out.text(__GANTRY_VERSION__);
      out.value({ version: __GANTRY_VERSION__ });
      return 0;
    }
    if (options.help || command === undefined || command === "help") {
      process.stdout.write(help);
      return options.help || command === "help" ? 0 : 2;
    }
    const work = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (work === undefined) {
      throw new GantryError("bad-input", `There is no command ${command}.`, {
        hint: `Commands: ${Object.keys(commands).join(", ")}.`,
      });
    }
    const context = createContext(options, out, args, signal);
    return (await work(context)) ?? 0;
  } catch (error) {
    out.error(error);
    return error instanceof GantryError ? exitCodeOf(error.code) : 1;
  }
}

const interrupt = new AbortController();
// The first Ctrl-C cancels and cleans up; a second one ends at once.
process.once("SIGINT", () => {
  interrupt.abort();
  process.once("SIGINT", () => process.exit(130));
});
process.once("SIGTERM", () => interrupt.abort());
// A reader that closed early (`gantry logs | head`) is no failure.
process.stdout.on("error", () => process.exit(0));

const code = await run(process.argv.slice(2), interrupt.signal);
// Keep-alive sockets of the engine's client would hold the process for seconds.
process.stdout.write("", () => process.exit(code));

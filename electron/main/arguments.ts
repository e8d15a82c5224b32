import { resolve } from "node:path";

/** What the command line asks the app to show. */
export interface LaunchArguments {
  /** A stack file or folder, absolute. */
  stack?: string;
  sample?: string;
  target?: string;
}

/**
 * Reads `[FILE] --sample NAME --target ID` from the arguments after the program. Chromium's own switches and anything
 * unknown are passed over: the system puts some of its own there.
 */
export function parseLaunch(args: readonly string[], cwd: string): LaunchArguments {
  const launch: LaunchArguments = {};
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    const [name, inline] = arg.split(/=(.*)/s, 2);
    const value = () => inline ?? args[++index];
    if (name === "--sample") launch.sample = value() ?? "quickstart";
    else if (name === "--target") launch.target = value() ?? "";
    else if (/\.ya?ml$/i.test(arg) && !arg.startsWith("-")) launch.stack = resolve(cwd, arg);
  }
  return launch;
}

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { GantryError, messageOf } from "../../shared/errors.ts";
import { parseDuration } from "../../shared/units.ts";

export interface Options {
  /** Absolute paths of `-f`. */
  files: string[];
  /** Absolute paths of `--env-file`; they take the place of `.env`. */
  envFiles: string[];
  profiles: string[];
  project: string | undefined;
  target: string | undefined;
  wait: boolean;
  /** Milliseconds. */
  timeout: number | undefined;
  yes: boolean;
  json: boolean;
  follow: boolean;
  volumes: boolean;
  removeOrphans: boolean;
  build: boolean;
  tail: number;
  /** Of `--to-revision`, and of `--revision`. */
  toRevision: number | undefined;
  revision: number | undefined;
  help: boolean;
  version: boolean;
}

/**
 * Parses what comes after `gantry`.
 *
 * @throws GantryError `bad-input` naming the option that is unknown or wrong
 */
export function parseOptions(
  argv: readonly string[],
  cwd: string,
): { command: string | undefined; args: string[]; options: Options } {
  const parsed = parse(argv);
  const { values, positionals } = parsed;
  const [command, ...args] = positionals;
  return {
    command,
    args,
    options: {
      files: (values.file ?? []).map((file) => resolve(cwd, file)),
      envFiles: (values["env-file"] ?? []).map((file) => resolve(cwd, file)),
      profiles: values.profile ?? [],
      project: values.project,
      target: values.target,
      wait: values.wait ?? false,
      timeout: values.timeout === undefined ? undefined : timeoutOf(values.timeout),
      yes: values.yes ?? false,
      json: values.json ?? false,
      follow: values.follow ?? false,
      volumes: values.volumes ?? false,
      removeOrphans: values["remove-orphans"] ?? false,
      build: values.build ?? false,
      tail: values.tail === undefined ? 100 : countOf("--tail", values.tail),
      toRevision: revisionOf("--to-revision", values["to-revision"]),
      revision: revisionOf("--revision", values.revision),
      help: values.help ?? false,
      version: values.version ?? false,
    },
  };
}

function parse(argv: readonly string[]) {
  // After `logs` and `events` a bare -f follows, as with docker; everywhere else -f names a file.
  const command = argv.findIndex((arg) => arg === "logs" || arg === "events");
  const args = argv.map((arg, index) => {
    const namesFile = /\.ya?ml$/i.test(argv[index + 1] ?? "");
    return command >= 0 && index > command && arg === "-f" && !namesFile ? "--follow" : arg;
  });
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        file: { type: "string", short: "f", multiple: true },
        "env-file": { type: "string", multiple: true },
        profile: { type: "string", multiple: true },
        project: { type: "string", short: "p" },
        target: { type: "string", short: "t" },
        wait: { type: "boolean" },
        timeout: { type: "string" },
        yes: { type: "boolean", short: "y" },
        json: { type: "boolean" },
        follow: { type: "boolean" },
        volumes: { type: "boolean", short: "v" },
        "remove-orphans": { type: "boolean" },
        build: { type: "boolean" },
        tail: { type: "string" },
        "to-revision": { type: "string" },
        revision: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new GantryError("bad-input", messageOf(error), { hint: "See `gantry --help`." });
  }
}

/** Seconds as a number, or a duration such as `90s` or `2m`. */
function timeoutOf(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (ms === undefined || ms <= 0) {
    throw new GantryError("bad-input", `--timeout ${text} is no time.`, {
      hint: "Write seconds, or for example 90s or 2m.",
    });
  }
  return ms;
}

/** `3`, or `r3` as the history prints it. */
function revisionOf(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : countOf(name, text.replace(/^r(?=\d)/, ""));
}

function countOf(name: string, text: string): number {
  if (!/^\d+$/.test(text))
    throw new GantryError("bad-input", `${name} ${text} is no number.`, { hint: `For example: ${name} 100` });
  return Number(text);
}

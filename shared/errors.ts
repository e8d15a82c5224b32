import * as z from "zod";

/**
 * The kinds of failure a caller may act on. The CLI's exit code follows from them, see {@link exitCodeOf}.
 */
export const errorCodes = [
  "bad-input",
  "unreachable",
  "timed-out",
  "unhealthy",
  "cancelled",
  "stale-plan",
  "image",
  "port-taken",
  "foreign",
  "locked",
  "not-found",
  /** An edit would change a value that other services share, or a file that other stacks may; asks which way, see WireError.choices. */
  "shared-value",
  /** Another program changed the same value of the file meanwhile; asks whose is to stay, see WireError.choices. */
  "conflict",
  "failed",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export const ProblemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  path: z.array(z.union([z.string(), z.number()])),
});

/** A failure as it crosses a process border: plain data, nothing but text for people and a code for programs. */
export const WireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  /** What the layer below said, word for word. */
  cause: z.string().optional(),
  problems: z.array(ProblemSchema).optional(),
  /** The answers with which the same request can be made again. */
  choices: z.array(z.string()).optional(),
});
export type WireError = z.infer<typeof WireErrorSchema>;
type WireProblem = z.infer<typeof ProblemSchema>;

interface Details {
  hint?: string | undefined;
  cause?: unknown;
  problems?: readonly WireProblem[] | undefined;
  choices?: readonly string[] | undefined;
}

/** A failure with what a person needs: what happened, why (cause) and what to do next (hint). */
export class GantryError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly problems: readonly WireProblem[] | undefined;
  readonly choices: readonly string[] | undefined;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = "GantryError";
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems;
    this.choices = details.choices;
  }
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

export function toWire(thrown: unknown): WireError {
  if (!(thrown instanceof GantryError)) return { code: "failed", message: messageOf(thrown) };
  return {
    code: thrown.code,
    message: thrown.message,
    ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    ...(thrown.cause === undefined ? {} : { cause: messageOf(thrown.cause) }),
    ...(thrown.problems === undefined ? {} : { problems: [...thrown.problems] }),
    ...(thrown.choices === undefined ? {} : { choices: [...thrown.choices] }),
  };
}

/** The place of a failure that is about one place in the file: its only problem, which says the same. */
export function placeOfFailure({ message, problems }: WireError): WireProblem | undefined {
  const [only, ...more] = problems ?? [];
  return more.length === 0 && only?.message === message ? only : undefined;
}

export function fromWire(wire: WireError): GantryError {
  return new GantryError(wire.code, wire.message, {
    hint: wire.hint,
    cause: wire.cause,
    problems: wire.problems,
    choices: wire.choices,
  });
}

/** Exit codes of the CLI: 0 done, 1 failed, 2 bad input, 3 target unreachable, 4 timed out or unhealthy. */
export function exitCodeOf(code: ErrorCode): 1 | 2 | 3 | 4 {
  return exitCodes[code];
}

const exitCodes: Record<ErrorCode, 1 | 2 | 3 | 4> = {
  "bad-input": 2,
  "port-taken": 2,
  foreign: 2,
  unreachable: 3,
  "timed-out": 4,
  unhealthy: 4,
  cancelled: 1,
  "stale-plan": 1,
  locked: 1,
  image: 1,
  "not-found": 1,
  "shared-value": 2,
  conflict: 1,
  failed: 1,
};

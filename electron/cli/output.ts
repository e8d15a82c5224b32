import { GantryError, placeOfFailure, toWire, type WireError } from "../../shared/errors.ts";
import { placeOf } from "../../shared/stack/problem.ts";

/** Where a command's words go: results to stdout, everything said on the way to stderr. */
export interface Output {
  json: boolean;
  /** The result as text; nothing when JSON was asked for. */
  text(line: string): void;
  /** The result as one JSON document (one per line when following); nothing otherwise. */
  value(value: unknown): void;
  /** Progress and notes. */
  note(line: string): void;
  error(error: unknown): void;
}

export function createOutput(json: boolean): Output {
  const write = (stream: NodeJS.WriteStream, line: string) => void stream.write(`${line}\n`);
  return {
    json,
    text: (line) => {
      if (!json) write(process.stdout, line);
    },
    value: (value) => {
      if (json) write(process.stdout, JSON.stringify(value));
    },
    note: (line) => write(process.stderr, line),
    error(error) {
      const wire = toWire(error);
      if (json) write(process.stdout, JSON.stringify({ error: wire }));
      for (const line of errorLines(wire)) write(process.stderr, line);
    },
  };
}

/** A failure in words: what, the problems with their places, the cause, what next. */
export function errorLines(error: WireError): string[] {
  const own = placeOfFailure(error);
  const problems = own === undefined ? (error.problems ?? []) : [];
  return [
    `gantry: ${own === undefined ? "" : `${placeOf(own)}: `}${error.message}`,
    ...problems.flatMap((problem) => [
      `${placeOf(problem)}: ${problem.severity}: ${problem.message}`,
      ...(problem.hint === undefined ? [] : [`    ${problem.hint}`]),
    ]),
    ...(error.cause === undefined || error.message.includes(error.cause) ? [] : [`cause: ${error.cause}`]),
    ...(error.hint === undefined ? [] : [`next: ${error.hint}`]),
  ];
}

/** Columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}

/** @throws GantryError always; for arguments a command does not take */
export function refuse(what: string, hint: string): never {
  throw new GantryError("bad-input", what, { hint });
}

/**
 * `.env` and `env_file` syntax.
 * Source: Docker documentation, "Syntax for environment files in Docker Compose".
 */
import type { Lookup } from "./interpolate.ts";
import { interpolate, TemplateError } from "./interpolate.ts";

export interface DotenvProblem {
  line: number;
  message: string;
}

export interface Dotenv {
  values: Map<string, string>;
  /** Names that stand alone on a line: their value comes from the environment of the process. */
  inherited: string[];
  problems: DotenvProblem[];
}

const opening = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*(?:\[[^\]]*\])?)[ \t]*(?:([=:])[ \t]*|(?=\r?\n|$|#))/;
const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };

/**
 * Reads an environment file. Values may use variables of the environment (which wins) and of earlier lines.
 *
 * @param raw keep every value as written (the `format: raw` of env_file).
 */
export function parseDotenv(text: string, lookup: Lookup, raw = false): Dotenv {
  const result: Dotenv = { values: new Map(), inherited: [], problems: [] };
  const scope: Lookup = (name) => lookup(name) ?? result.values.get(name);
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let at = 0;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const line = source.slice(at, end);
    if (/^\s*(#|$)/.test(line)) {
      at = end + 1;
      continue;
    }
    at = raw ? rawLine(line, at, end, result) : statement(source, at, end, scope, result);
  }
  return result;
}

function rawLine(line: string, at: number, end: number, result: Dotenv): number {
  const equals = line.indexOf("=");
  if (equals === -1) result.inherited.push(line.trim());
  else result.values.set(line.slice(0, equals).trim(), line.slice(equals + 1));
  return end + 1;
}

function statement(source: string, at: number, end: number, scope: Lookup, result: Dotenv): number {
  const head = opening.exec(source.slice(at, end));
  const line = lineNumber(source, at);
  if (head === null) {
    result.problems.push({
      line,
      message: `Line ${line} is no NAME=value: "${source.slice(at, end).trim().slice(0, 40)}".`,
    });
    return end + 1;
  }
  const name = head[1] ?? "";
  if (head[2] === undefined) {
    result.inherited.push(name);
    return end + 1;
  }
  const from = at + head[0].length;
  const quote = source[from];
  try {
    if (quote !== '"' && quote !== "'") {
      const bare = source
        .slice(from, end)
        .replace(/(^|[ \t])#.*$/, "")
        .trim();
      result.values.set(name, interpolate(bare, scope).text);
      return end + 1;
    }
    const close = closingQuote(source, from + 1, quote);
    if (close === -1) {
      result.problems.push({ line, message: `The quote that opens on line ${line} is never closed.` });
      return source.length;
    }
    const inner = source.slice(from + 1, close);
    result.values.set(name, quote === "'" ? inner : interpolate(unescape(inner), scope).text);
    return lineEnd(source, close) + 1;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    result.problems.push({ line, message: error.message });
    return end + 1;
  }
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (whole, letter: string) => {
    if (letter === "$") return "$$";
    if (letter === '"' || letter === "\\") return letter;
    return escapes[letter] ?? whole;
  });
}

function closingQuote(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === quote) return at;
  }
  return -1;
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end === -1 ? source.length : end;
}

function lineNumber(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}

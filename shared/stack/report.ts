import type { Problem } from "./problem.ts";
import { positionOf } from "./source.ts";
import { standardHints } from "./standard-hints.ts";
import type { At, Path } from "./tree.ts";

/** Collects problems; everything that can find one gets it as a parameter, so one load reports all of them. */
export interface Report {
  error(code: string, at: At, path: Path, message: string, hint?: string): void;
  warn(code: string, at: At, path: Path, message: string, hint?: string): void;
  add(problem: Problem): void;
  readonly problems: Problem[];
  /** True when so many problems were found that more help nobody. */
  full(): boolean;
}

const MANY = 1000;

export function createReport(): Report {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const add = (found: Problem): void => {
    const hint = found.hint ?? standardHints[found.code];
    const problem = hint === undefined ? found : { ...found, hint };
    // A value behind an anchor is read once per use; the reader wants to hear of it once.
    const key = `${problem.file}:${problem.line}:${problem.column}:${problem.code}:${problem.message}`;
    if (seen.has(key) || problems.length >= MANY) return;
    seen.add(key);
    problems.push(problem);
  };
  const put =
    (severity: Problem["severity"]) =>
    (code: string, at: At, path: Path, message: string, hint?: string): void => {
      const place = positionOf(at.source, at.offset);
      add({ severity, code, message, ...(hint === undefined ? {} : { hint }), ...place, path: [...path] });
    };
  return { problems, add, full: () => problems.length >= MANY, error: put("error"), warn: put("warning") };
}

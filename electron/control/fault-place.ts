import { GantryError, type ErrorCode } from "../../shared/errors.ts";
import type { PlanLine } from "../../shared/plan.ts";
import type { Place, Problem } from "../../shared/stack/problem.ts";

export type Locate = (path: Array<string | number>) => Place | undefined;

interface Fault {
  code: string;
  message: string;
  hint?: string | undefined;
}

/** A fault as a problem of the file, when a place in the file is to blame. */
export function problemAt(
  { code, message, hint }: Fault,
  path: Array<string | number> | undefined,
  locate: Locate | undefined,
): Problem | undefined {
  const place = path === undefined ? undefined : locate?.(path);
  if (path === undefined || place === undefined) return undefined;
  return { severity: "error", code, message, ...(hint === undefined ? {} : { hint }), ...place, path };
}

/** The failure of an operation with the place in the file that asked for it; one that no file causes stays as it is. */
export function atItsPlace(error: unknown, operation: PlanLine | undefined, locate: Locate | undefined): unknown {
  if (!(error instanceof GantryError) || error.problems !== undefined) return error;
  const problem = problemAt(error, pathOf(error.code, operation), locate);
  if (problem === undefined) return error;
  return new GantryError(error.code, error.message, { hint: error.hint, cause: error.cause, problems: [problem] });
}

/** Codes of failures that a mended file does not mend. */
const outside: ReadonlySet<ErrorCode> = new Set(["unreachable", "cancelled", "timed-out", "stale-plan", "locked"]);

function pathOf(code: ErrorCode, operation: PlanLine | undefined): string[] | undefined {
  if (operation?.service === undefined || outside.has(code)) return undefined;
  const service = ["services", operation.service];
  if (operation.verb === "build") return [...service, "build"];
  if (code === "image") return [...service, "image"];
  return code === "port-taken" ? [...service, "ports"] : service;
}

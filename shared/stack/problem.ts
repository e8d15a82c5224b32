/** One thing that is wrong (or worth knowing) in a stack document, with the place where it stands. */
export interface Problem {
  severity: "error" | "warning";
  /** Stable identifier, for example `unknown-key`. */
  code: string;
  /** One sentence: what was found. */
  message: string;
  /** What to do next, or what is allowed. */
  hint?: string;
  /** Relative to the stack's folder in what `loadStack` answers, see `shownFile`; absolute while it loads. */
  file: string;
  /** 1-based; 0 when the place is the file as a whole. */
  line: number;
  column: number;
  /** Keys from the document's root, for example `["services", "web", "ports", 0]`. */
  path: Array<string | number>;
}

/** Where something stands, without what is wrong there. */
export type Place = Pick<Problem, "file" | "line" | "column">;

/** `file:line:column`, the form editors and terminals make clickable. */
export function placeOf(problem: Place): string {
  return problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
}

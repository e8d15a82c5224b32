/**
 * `$VAR`, `${VAR}`, `${VAR:-default}` and their relatives.
 * Source: Compose Specification, 12-interpolation; the corners by trying `docker compose config` 2.26.1.
 */

export type Lookup = (name: string) => string | undefined;

export interface Interpolated {
  text: string;
  /** Variables that had no value and no default. */
  unset: string[];
}

/** Why a template cannot be filled in: it is malformed, or a required variable is missing. */
export class TemplateError extends Error {
  readonly code: "invalid-template" | "required-variable";

  constructor(code: TemplateError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

const plainName = /[A-Za-z_][A-Za-z0-9_]*/y;
const braced = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])(.*))?$/;
const maxNesting = 100;

/**
 * Fills in the variables of one text. A dollar sign that starts nothing stays as it is.
 *
 * @throws TemplateError for `${`, `${A!}` and the like, and for `${A:?why}` when A is unset or empty.
 */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  const unset = new Set<string>();
  return { text: fill(template, lookup, unset, 0), unset: [...unset] };
}

function fill(template: string, lookup: Lookup, unset: Set<string>, depth: number): string {
  if (!template.includes("$")) return template;
  if (depth > maxNesting) throw invalid(template);
  let out = "";
  let at = 0;
  for (;;) {
    const dollar = template.indexOf("$", at);
    if (dollar === -1) return out + template.slice(at);
    out += template.slice(at, dollar);
    const next = template[dollar + 1];
    plainName.lastIndex = dollar + 1;
    const name = plainName.exec(template);
    if (next === "{") {
      const end = closingBrace(template, dollar);
      out += variable(template.slice(dollar + 2, end), template, lookup, unset, depth);
      at = end + 1;
    } else if (name !== null) {
      out += valueOf(name[0], lookup, unset);
      at = dollar + 1 + name[0].length;
    } else {
      out += "$";
      at = dollar + (next === "$" ? 2 : 1);
    }
  }
}

function variable(inner: string, template: string, lookup: Lookup, unset: Set<string>, depth: number): string {
  const match = braced.exec(inner);
  if (match === null) throw invalid(template);
  const [, name = "", operator, argument = ""] = match;
  if (operator === undefined) return valueOf(name, lookup, unset);
  const found = lookup(name);
  const given = operator.startsWith(":") ? found !== undefined && found !== "" : found !== undefined;
  // Compose fills the argument in even when it is not used, so a required variable in there is required.
  const filled = fill(argument, lookup, unset, depth + 1);
  if (operator.endsWith("+")) return given ? filled : "";
  if (given) return found ?? "";
  if (operator.endsWith("-")) return filled;
  const why = filled === "" ? "" : `: ${filled}`;
  throw new TemplateError("required-variable", `The variable ${name} is required and has no value${why}.`);
}

/**
 * Where the brace closes that opens behind the dollar sign at `from`.
 *
 * Braces inside count, except one right behind another; when the count does not come out, the last brace closes.
 */
function closingBrace(template: string, from: number): number {
  let open = 0;
  for (let at = from + 1; at < template.length; at++) {
    if (template[at] === "{") {
      open++;
      at++;
    } else if (template[at] === "}" && --open === 0) {
      return at;
    }
  }
  const last = template.lastIndexOf("}");
  if (last < from) throw invalid(template);
  return last;
}

function valueOf(name: string, lookup: Lookup, unset: Set<string>): string {
  const value = lookup(name);
  if (value === undefined) unset.add(name);
  return value ?? "";
}

function invalid(template: string): TemplateError {
  const shown = template.length > 60 ? `${template.slice(0, 57)}...` : template;
  return new TemplateError("invalid-template", `The variable in "${shown}" is malformed.`);
}

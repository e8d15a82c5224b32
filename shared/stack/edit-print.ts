/** Values as YAML text, in the style that stands around them. */

import type { Scalar } from "yaml";

/** Text that is YAML already. */
export class RawText {
  readonly text: string;
  readonly plain: boolean;
  constructor(text: string, plain = false) {
    this.text = text;
    this.plain = plain;
  }
}

export type EditScalar = string | number | boolean | null | RawText;
export type EditValue = EditScalar | EditValue[] | { [key: string]: EditValue };

export type Quote = "plain" | "single" | "double";

/** A scalar in the quotes the place already used, when it used any. */
export function printScalar(value: EditScalar, quote: Quote = "plain"): string {
  if (value === null) return "null";
  if (value instanceof RawText) return value.text;
  const text = String(value);
  if (quote === "single" && !/[\n\r\t]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (quote === "double") return JSON.stringify(text);
  if (typeof value !== "string") return text;
  return needsQuotes(text) ? JSON.stringify(text) : text;
}

/** One-line form: `[120, 80]`, `{cpus: 0.5}`. */
export function printFlow(value: EditValue): string {
  if (Array.isArray(value)) return `[${value.map(printFlow).join(", ")}]`;
  if (typeof value === "object" && value !== null && !(value instanceof RawText)) {
    const entries = Object.entries(value).map(([key, inner]) => `${printKey(key)}: ${printFlow(inner)}`);
    return `{${entries.join(", ")}}`;
  }
  if (value instanceof RawText)
    return value.plain && /[,[\]{}]/.test(value.text) ? JSON.stringify(value.text) : value.text;
  const printed = printScalar(value);
  return typeof value === "string" && /[,[\]{}]/.test(value) && !printed.startsWith('"')
    ? JSON.stringify(value)
    : printed;
}

/** Lines of `key: value` at an indent, nested maps below their key. Short lists of scalars stay on their line. */
export function printBlock(key: string, value: EditValue, indent: number, step: number): string[] {
  const pad = " ".repeat(indent);
  if (Array.isArray(value) && value.some((item) => !isPrintable(item))) {
    return [`${pad}${printKey(key)}:`, ...value.map((item) => `${pad}${" ".repeat(step)}- ${printFlow(item)}`)];
  }
  if (isPrintable(value) || Array.isArray(value)) {
    return [`${pad}${printKey(key)}: ${Array.isArray(value) ? printFlow(value) : printScalar(value)}`];
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${pad}${printKey(key)}: {}`];
  return [
    `${pad}${printKey(key)}:`,
    ...entries.flatMap(([name, inner]) => printBlock(name, inner, indent + step, step)),
  ];
}

export function isPrintable(value: EditValue): value is EditScalar {
  return typeof value !== "object" || value === null || value instanceof RawText;
}

export function quoteOf(node: Scalar): Quote {
  if (node.type === "QUOTE_SINGLE") return "single";
  return node.type === "QUOTE_DOUBLE" ? "double" : "plain";
}

export function printKey(key: string): string {
  return needsQuotes(key) || /[,[\]{}]/.test(key) ? JSON.stringify(key) : key;
}

const ambiguous =
  /^(~|null|true|false|yes|no|on|off|y|n|[-+]?\.?(inf|nan)|[-+]?[\d.][\d_]*(\.\d*)?(e[-+]?\d+)?|0[xob][\da-f_]+|[\d:]+|\d{4}-\d\d?-\d\d?.*)$/i;

function needsQuotes(text: string): boolean {
  if (text === "" || ambiguous.test(text)) return true;
  if (/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) && !/^[-?:][^\s,[\]{}]/.test(text)) return true;
  return /[\n\r\t]|: |:$| #|\s$/.test(text);
}

/**
 * What a plain (unquoted) YAML word means to Compose.
 *
 * Compose reads YAML 1.2's core schema plus a few 1.1 forms: `0755` is octal, `1_000` is a number, `2024-01-31` is a
 * date; `yes` and `no` stay text. Found by trying `docker compose config` 2.26.1.
 */
import { printDate, printFloat } from "./print-scalar.ts";
import type { ScalarValue } from "./tree.ts";

export interface Plain {
  value: ScalarValue;
  print?: string;
}

const words = new Map<string, ScalarValue>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

const infinite = /^([-+]?)\.(inf|Inf|INF)$/;
const nan = /^\.(nan|NaN|NAN)$/;
const integer = /^[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|[1-9][0-9]*|0)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** The greatest whole number Compose keeps exactly. */
const maxInteger = 2n ** 64n - 1n;
const minInteger = -(2n ** 63n);

export function plainScalar(word: string): Plain {
  const known = words.get(word);
  if (known !== undefined) return { value: known };
  const first = word.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return numeric ? number(word) : { value: word };
}

function number(word: string): Plain {
  const date = printDate(word);
  if (date !== undefined) return { value: word, print: date };
  const digits = word.includes("_") ? word.replaceAll("_", "") : word;
  if (integer.test(digits)) return whole(digits);
  if (float.test(digits)) return real(Number(digits));
  const infinity = infinite.exec(word);
  if (infinity !== null) return real(infinity[1] === "-" ? -Infinity : Infinity);
  return nan.test(word) ? real(NaN) : { value: word };
}

function whole(word: string): Plain {
  const negative = word.startsWith("-");
  const digits = word.replace(/^[-+]/, "");
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = Number(octal);
  if (Number.isSafeInteger(value)) return { value: negative ? -value : value };
  const exact = negative ? -BigInt(octal) : BigInt(octal);
  if (exact > maxInteger || exact < minInteger) return real(Number(exact));
  return { value: Number(exact), print: exact.toString() };
}

function real(value: number): Plain {
  return { value, print: printFloat(value) };
}

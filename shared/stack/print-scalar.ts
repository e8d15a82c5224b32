/** The text Compose makes of a number or date where it wants text in the end, such as a variable's value. */
import type { ScalarTree } from "./tree.ts";

export function printScalar(tree: ScalarTree): string {
  return tree.print ?? String(tree.value);
}

/** A float in its shortest form: plain from 0.0001 up to six digits before the point, else with an exponent. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return plain(value);
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text;
}

const date = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const dateTime = /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ])(\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)?$/;

/** How Compose writes a value that YAML reads as a date, or undefined when the text is none. */
export function printDate(text: string): string | undefined {
  if (text.length < 8 || text[4] !== "-") return undefined;
  const match = date.exec(text) ?? dateTime.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction, zone] = match;
  const separator = text[text.search(/[Tt ]/)];
  // With a T the zone must follow, with a blank it must not.
  if (separator !== undefined && (separator === " ") !== (zone === undefined)) return undefined;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (part: string): string => part.padStart(2, "0");
  const decimals = (fraction ?? "").slice(0, 9).replace(/0+$/, "");
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${decimals === "" ? "" : `.${decimals}`}`;
  return `${year}-${two(month)}-${two(day)} ${clock} ${printZone(zone)}`;
}

function printZone(zone: string | undefined): string {
  const offset = (zone ?? "Z").replace(":", "");
  return offset === "Z" || /^[-+]0000$/.test(offset) ? "+0000 UTC" : `${offset} ${offset}`;
}

function isDate(year: number, month: number, day: number): boolean {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

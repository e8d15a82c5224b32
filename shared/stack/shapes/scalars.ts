/** Shapes of single values. */
import { parseBytes } from "../bytes.ts";
import { parseDuration, printDuration } from "../duration.ts";
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { ScalarTree, ScalarValue } from "../tree.ts";
import { printScalar } from "../print-scalar.ts";

type Value = (value: ScalarValue, tree: ScalarTree) => ScalarValue | Refusal;

export function scalarShape(allowed: string, convert: Value): Shape {
  return {
    allowed,
    scalar: (tree: ScalarTree) => {
      const value = convert(tree.value, tree);
      if (value instanceof Refusal) return value;
      return value === tree.value ? tree : { ...tree, value };
    },
  };
}

/** Text only. A number or a boolean must be quoted, as Compose asks. */
export const text: Shape = scalarShape("text", (value) => {
  if (typeof value === "string") return value;
  return new Refusal(value === null ? undefined : `Quote it: "${value}".`);
});

/** Text, number, boolean or nothing: the values of environment, labels and build arguments. */
export const looseText: Shape = {
  ...scalarShape("text, a number, true, false or nothing", (value, tree) =>
    value === null ? null : printScalar(tree),
  ),
  // A later file's `KEY:` means "from the environment", whatever an earlier one gave.
  merge: { how: "replace" },
};

export const textOrNumber: Shape = scalarShape("text or a number", (value, tree) =>
  value === null || typeof value === "boolean" ? new Refusal() : printScalar(tree),
);

export const textNumberOrNothing: Shape = scalarShape("text, a number or nothing", (value, tree) => {
  if (value === null) return "";
  return typeof value === "boolean" ? new Refusal(`Quote it: "${value}".`) : printScalar(tree);
});

export function oneOf(...values: string[]): Shape {
  const allowed = `one of ${values.join(", ")}`;
  return scalarShape(allowed, (value) => (typeof value === "string" && values.includes(value) ? value : new Refusal()));
}

const yes = new Set(["true", "y", "yes", "on"]);
const no = new Set(["false", "n", "no", "off"]);

export const flag: Shape = scalarShape("true or false", (value) => {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return new Refusal();
  const word = value.toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : new Refusal();
});

export function wholeNumber(minimum = -Infinity, maximum = Infinity): Shape {
  const range =
    minimum === -Infinity ? "" : maximum === Infinity ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
  return scalarShape(`a whole number${range}`, (value) => {
    const number = typeof value === "string" && /^[-+]?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isSafeInteger(number)) return new Refusal();
    return number < minimum || number > maximum ? new Refusal() : number;
  });
}

export const integer: Shape = wholeNumber();
export const natural: Shape = wholeNumber(0);

export function realNumber(minimum = -Infinity): Shape {
  const allowed = minimum === -Infinity ? "a number" : `a number of at least ${minimum}`;
  return scalarShape(allowed, (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number !== "number" || !Number.isFinite(number) || number < minimum ? new Refusal() : number;
  });
}

export const duration: Shape = scalarShape("a duration such as 10s or 1m30s", (value) => {
  if (typeof value === "number") return new Refusal(`Add a unit: ${value}s.`);
  const parsed = typeof value === "string" ? parseDuration(value) : undefined;
  return parsed === undefined ? new Refusal() : printDuration(parsed);
});

/** Bytes as a decimal string. */
export const bytes: Shape = scalarShape("a byte size such as 512m or 2gb", toBytes);

/** Bytes where Compose wants the size as text. */
export const bytesText: Shape = scalarShape("a byte size such as 512m or 2gb", (value) =>
  typeof value === "number" ? new Refusal(`Quote it, or add a unit: ${value}b.`) : toBytes(value),
);

/** Bytes, or -1 for no limit. */
export const bytesOrUnlimited: Shape = scalarShape("a byte size such as 512m or 2gb, or -1", (value) =>
  value === -1 || value === "-1" ? "-1" : toBytes(value),
);

function toBytes(value: ScalarValue): ScalarValue | Refusal {
  if (typeof value === "number")
    return Number.isFinite(value) && value >= 0 ? String(Math.trunc(value)) : new Refusal();
  const parsed = typeof value === "string" ? parseBytes(value) : undefined;
  return parsed === undefined ? new Refusal() : String(parsed);
}

/** A file mode: a YAML octal number, or octal digits as text. Canonical as octal text, for example "0440". */
export const fileMode: Shape = scalarShape("an octal file mode such as 0440", (value) => {
  const octal = typeof value === "string" && /^0?o?[0-7]{1,5}$/.test(value);
  const number = octal ? Number.parseInt(value.replace("o", ""), 8) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0) return new Refusal();
  return `0${number.toString(8)}`;
});

/** A path of the project, made absolute. */
export const filePath: Shape = {
  allowed: "a path",
  scalar: (tree, context) =>
    typeof tree.value === "string" ? { ...tree, value: context.resolve(tree.value) } : new Refusal(),
};

/** Anything at all: the content of `x-*`. */
export const anything: Shape = {
  allowed: "anything",
  scalar: (tree) => tree,
};
anything.list = anything;
anything.map = { others: anything };

/** What stands behind `x-*`: a later file's takes the place of an earlier one's. */
export const extension: Shape = { ...anything, merge: { how: "replace" } };

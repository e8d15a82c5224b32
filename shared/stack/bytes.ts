/** Byte sizes: `512m`, `1gb`, `1.5GiB`. Every unit is a power of 1024. Source: Compose Specification, "Specifying byte values". */

const exponents = ["", "k", "m", "g", "t", "p"];

/** Whole bytes, or undefined when the text is no byte size. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+) ?(?:([kmgtp])?(?:i?b)?)$/i.exec(text);
  if (match === null) return undefined;
  const power = exponents.indexOf((match[2] ?? "").toLowerCase());
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

import { describe, expect, test } from "vitest";
import { applyEdit } from "../../shared/stack/edit.ts";
import { EditError } from "../../shared/stack/edit-error.ts";
import { loadText } from "../../shared/stack/testing.ts";

/** Needs no engine; it stands among the slow tests so that `npm run check` stays quick. */
const LIMIT = 2000;
const service = "  s: {image: x}\n";

function nested(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${" ".repeat(level + 2)}k:`).join("\n");
}

function bomb(levels: number): string {
  const line = (level: number) =>
    level === 0
      ? "x"
      : Array(9)
          .fill(`*a${level - 1}`)
          .join(", ");
  return Array.from({ length: levels }, (_, level) => `  a${level}: &a${level} [${line(level)}]`).join("\n");
}

function many(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => one(index)).join("");
}

/**
 * Files, and the codes of the problem that may be told first; undefined for files that are merely unusual. How deep the
 * parser can go depends on the stack it is given.
 */
const cases: Array<[string, string, ...Array<string | undefined>]> = [
  ["an alias bomb", `x-b:\n${bomb(30)}\nservices:\n${service}`, "alias-bomb"],
  [
    "a bomb of merge keys",
    `x-a: &a {k: 1}\nx-b: &b {<<: [${Array(5000).fill("*a").join(", ")}]}\nservices:\n${service}`,
    undefined,
  ],
  ["10 MB", `services:\n${service}# ${"x".repeat(10 * 1024 * 1024)}\n`, "file-too-big"],
  ["7 MB of one text", `services:\n  s: {image: ${"x".repeat(7 * 1024 * 1024)}}\n`, undefined],
  ["10,000 services", `services:\n${many(10_000, (index) => `  s${index}: {image: x}\n`)}`, undefined],
  ["depth 1,000", `x-deep:\n${nested(1000)} 1\nservices:\n${service}`, undefined, "too-deep"],
  ["depth 20,000 of brackets", `x-deep: ${"[".repeat(20_000)}${"]".repeat(20_000)}\nservices:\n${service}`, "too-deep"],
  ["a cyclic anchor", "services: &a\n  b: *a\n", "alias-cycle"],
  ["a cyclic merge", "services:\n  a: &a\n    <<: *a\n    image: x\n", "alias-cycle"],
  ["NUL bytes", "services:\0\n", "not-text"],
  ["CRLF", "services:\r\n  s:\r\n    image: x\r\n", undefined],
  ["a BOM", "\uFEFFservices:\n  s: {image: x}\n", undefined],
  ["tabs", "services:\n\ts: {image: x}\n", "yaml"],
  ["duplicate keys", "services:\n  s: {image: x}\n  s: {image: y}\n", "duplicate-key"],
  ["keys that are no text", "services:\n  1: {image: x}\n  true: {image: x}\n  null: {image: x}\n", "key-not-text"],
  ["__proto__", "services:\n  __proto__: {image: x}\n  constructor: {image: y}\n", undefined],
  [
    "__proto__ in a map",
    "services:\n  s: {image: x, environment: {__proto__: a}, x-a: {__proto__: {b: c}}}\n",
    undefined,
  ],
  ["30,000 problems", `services:\n  s:\n    image: x\n${many(30_000, (index) => `    k${index}: 1\n`)}`, "unknown-key"],
  [
    "a long ring of extends",
    `services:\n${many(1000, (i) => `  s${i}: {extends: s${(i + 1) % 1000}}\n`)}`,
    "extends-cycle",
    "no-image",
  ],
  [
    "a long ring of depends_on",
    `services:\n${many(1000, (i) => `  s${i}: {image: x, depends_on: [s${(i + 1) % 1000}]}\n`)}`,
    "dependency-cycle",
  ],
  ["a huge port range", 'services:\n  s: {image: x, ports: ["1-65535:1-65535"]}\n', undefined],
  [
    "a variable inside a variable, a thousand times",
    `services:\n  s: {image: "${"${A:-".repeat(1000)}x${"}".repeat(1000)}"}\n`,
    "invalid-template",
  ],
];

describe("hostile files", () => {
  test.each(cases)("%s is answered in time", async (_what, text, ...codes) => {
    const heap = process.memoryUsage().heapUsed;
    const begun = performance.now();
    const { project, problems } = await loadText(text);
    const took = performance.now() - begun;
    const code = problems.find(({ severity }) => severity === "error")?.code;
    expect(codes).toContain(code);
    expect(project === undefined).toBe(code !== undefined);
    expect(took).toBeLessThan(LIMIT);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(768 * 1024 * 1024);
    expect(({} as Record<string, unknown>)["b"]).toBeUndefined();
  });

  test.each(cases)("an edit of %s is made or refused in time", (_what, text) => {
    const begun = performance.now();
    expect(refusal(text)).toBeOneOf([undefined, expect.any(EditError)]);
    expect(performance.now() - begun).toBeLessThan(LIMIT);
  });
});

function refusal(text: string): unknown {
  try {
    applyEdit(text, { kind: "set-image", service: "s", image: "y" });
    return undefined;
  } catch (error) {
    return error;
  }
}

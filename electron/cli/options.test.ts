import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

test("files are made absolute, times are milliseconds", () => {
  const { command, args, options } = parseOptions(
    ["-f", "a.yaml", "scale", "web=5", "--timeout", "90", "--json"],
    "/x",
  );
  expect({ command, args, files: options.files, timeout: options.timeout, json: options.json }).toEqual({
    command: "scale",
    args: ["web=5"],
    files: ["/x/a.yaml"],
    timeout: 90_000,
    json: true,
  });
});

test("-f follows for logs and events, unless a file comes after it", () => {
  expect(parseOptions(["logs", "-f", "web"], "/x")).toMatchObject({
    args: ["web"],
    options: { follow: true, files: [] },
  });
  expect(parseOptions(["logs", "-f", "c.yml"], "/x")).toMatchObject({
    options: { follow: false, files: ["/x/c.yml"] },
  });
  expect(parseOptions(["-f", "c.yml", "events", "-f"], "/x")).toMatchObject({
    options: { follow: true, files: ["/x/c.yml"] },
  });
});

test("a revision is its number, with or without the r of the history", () => {
  const { args, options } = parseOptions(["rollout", "undo", "web", "--to-revision", "r3"], "/x");
  expect([args, options.toRevision, options.revision]).toEqual([["undo", "web"], 3, undefined]);
  expect(parseOptions(["rollout", "history", "--revision=12"], "/x").options.revision).toBe(12);
  expect(() => parseOptions(["rollout", "undo", "--to-revision", "last"], "/x")).toThrow(/--to-revision last/);
});

test("what is wrong is named", () => {
  expect(() => parseOptions(["up", "--bogus"], "/x")).toThrow(/--bogus/);
  expect(() => parseOptions(["up", "--timeout", "soon"], "/x")).toThrow(/soon/);
});

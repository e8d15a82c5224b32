import { expect, test } from "vitest";
import { parseLaunch } from "./arguments.ts";

test("a file, a sample and a target are read, other switches passed over", () => {
  const args = [
    "--no-sandbox",
    "stack/compose.yaml",
    "--sample=quickstart",
    "--target",
    "docker:default",
    "--inspect=0",
  ];
  expect(parseLaunch(args, "/home/me")).toEqual({
    stack: "/home/me/stack/compose.yaml",
    sample: "quickstart",
    target: "docker:default",
  });
  expect(parseLaunch(["."], "/home/me")).toEqual({});
});

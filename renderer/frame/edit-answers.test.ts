import { expect, test } from "vitest";
import { answersTo } from "./edit-answers.ts";

const change = { kind: "set-image", service: "web", image: "b" } as const;

test("a shared value can be changed here or everywhere", () => {
  const error = { code: "shared-value" as const, message: "shared", choices: ["here", "everywhere"] };
  expect(answersTo({ change, error })).toEqual([
    { label: "Change it here only", change: { ...change, shared: "here" } },
    { label: "Change it everywhere", change: { ...change, shared: "everywhere" } },
  ]);
});

test("of two versions one is used, and keeping the other's changes nothing", () => {
  const error = { code: "conflict" as const, message: "both", choices: ["mine", "theirs"] };
  expect(answersTo({ change, error })).toEqual([{ label: "Use mine", change }, { label: "Keep theirs" }]);
});

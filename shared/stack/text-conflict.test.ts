import { expect, test } from "vitest";
import { conflictsBetween } from "./text-conflict.ts";

const base = "services:\n  web:\n    image: a # c\n    ports: ['1:1']\n    tty: true\n";

test.each([
  ["other values", base.replace("image: a", "image: b"), base.replace("tty: true", "tty: false"), []],
  ["comments and order", base.replace("image: a", "image: b"), `# new\n${base.replace("# c", "# d")}`, []],
  ["the same value in the same way", base.replace(": a", ": b"), base.replace("a #", "'b' #"), []],
  [
    "the same value",
    base.replace("image: a", "image: b"),
    base.replace("image: a", "image: c"),
    [{ path: "services.web.image", ours: "b", theirs: "c" }],
  ],
  [
    "a value that is gone",
    base.replace("image: a", "image: b"),
    base.replace("    image: a # c\n", ""),
    [{ path: "services.web.image", ours: "b", theirs: undefined }],
  ],
  [
    "one list",
    base.replace("['1:1']", "['1:1', '2:2']"),
    base.replace("['1:1']", "['3:3']"),
    [{ path: "services.web.ports", ours: "[1:1, 2:2]", theirs: "[3:3]" }],
  ],
])("changes of %s", (_what, ours, theirs, conflicts) => {
  expect(conflictsBetween(base, ours, theirs)).toEqual(conflicts);
});

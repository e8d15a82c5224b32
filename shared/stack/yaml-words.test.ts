import { expect, test } from "vitest";
import { loadText } from "./testing.ts";

test.each([
  ["web: [a, b\nc: d\n", "2:1", "a list is opened with [ and not closed", "Close it with ]."],
  ["web: {a: b\nc: d\n", "2:1", "a map is opened with { and not closed", "Close it with }."],
  ['web: "a\n', "2:1", "a quote is opened above and not closed", "Add the closing quote."],
  ["web: a: b\n", "1:6", "a key stands where only a value may stand", "Look for a missing line break"],
  ["services:\n\tweb: a\n", "2:1", "a tab at the start of the line", "Indent with spaces."],
  ["services:\n  web:\n    image: x\n   y: z\n", "4:1", "indented differently", "Line it up"],
  ["web: @a\n", "1:6", "a text cannot start with this character", "Quote it."],
])("%j at %s: %s", async (text, place, says, hint) => {
  const [first, ...more] = (await loadText(text)).problems;
  expect(first).toMatchObject({ code: "yaml", file: "compose.yaml" });
  expect(`${first?.line}:${first?.column}`).toBe(place);
  expect(first?.message).toContain(says);
  expect(first?.hint).toContain(hint);
  expect(more).toEqual([]);
});

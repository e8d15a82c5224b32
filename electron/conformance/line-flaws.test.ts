import { describe, expect, test } from "vitest";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import { applyEdit } from "../../shared/stack/edit.ts";
import { needlessLines } from "./line-flaws.ts";

/** The random edits of edit-property.ts go through this check; here it is shown that harm is seen. */
const file = `# the shop
services:
  web: # in front
    image: nginx:1 # pinned
    ports: ["80:80"]
    environment:
      A: 1
      # why B
      B: 2
  db:
    image: postgres
`;

const image: UserEdit = { kind: "set-image", service: "web", image: "nginx:2" };
const replicas: UserEdit = { kind: "set-replicas", service: "web", replicas: 3 };
const variable: UserEdit = { kind: "set-env", service: "web", name: "C", value: "3" };
const gone: UserEdit = { kind: "set-env", service: "web", name: "B", value: null };

const harm: Array<[string, UserEdit, (good: string) => string, RegExp]> = [
  ["another value in the same service", image, (good) => good.replace("A: 1", "A: 9"), /"      A: 1"/],
  ["another service", image, (good) => good.replace("postgres", "mysql"), /image: postgres/],
  ["a comment on a line of its own", image, (good) => good.replace("      # why B\n", ""), /why B/],
  ["the comment behind the value", image, (good) => good.replace(" # pinned", ""), /lost the comment # pinned/],
  ["the indent of a line", image, (good) => good.replace("      A: 1", "    A: 1"), /"      A: 1"/],
  ["the quotes of another value", image, (good) => good.replace('"80:80"', "'80:80'"), /80:80/],
  ["the order of two lines", replicas, (good) => good.replace(/( {2}db:\n)(.*\n)/, "$2$1"), /db|postgres/],
  ["a blank line too many", replicas, (good) => good.replace("  db:", "\n  db:"), /wrote 3 lines where 2/],
  ["a line too many below a list", variable, (good) => `${good}x-more: 1\n`, /wrote 2 lines where 1/],
  ["a neighbour that goes with it", gone, (good) => good.replace("      A: 1\n", ""), /"      A: 1"/],
  ["a comment that goes with it", gone, (good) => good.replace("      # why B\n", ""), /why B/],
];

describe("the smallest difference", () => {
  test.each(harm)("%s is seen", (_what, edit, harmed, said) => {
    const { text } = applyEdit(file, edit);
    expect(needlessLines(file, text, edit)).toBeUndefined();
    expect(harmed(text)).not.toBe(text);
    expect(needlessLines(file, harmed(text), edit)).toMatch(said);
  });

  test("a line break of another kind is seen", () => {
    const before = file.replaceAll("\n", "\r\n");
    const { text } = applyEdit(before, replicas);
    expect(needlessLines(before, text, replicas)).toBeUndefined();
    expect(needlessLines(before, text.replace("services:\r\n", "services:\n"), replicas)).toBe("mixed the line breaks");
  });
});

import { expect, test } from "vitest";
import type { RevisionView } from "../../shared/contract.ts";
import { revisionRows } from "./revision-rows.ts";

const view = (over: Partial<RevisionView> = {}): RevisionView => ({
  revision: 1,
  at: 1000,
  cause: "applied in the window",
  wanted: "running",
  changes: ["web: replicas 1 -> 2"],
  images: [],
  ...over,
});

test("the newest is what is applied, unless the stack is stopped", () => {
  expect(revisionRows([view({ revision: 2 }), view()]).map((row) => row.now)).toEqual([true, false]);
  expect(revisionRows([view({ revision: 2, wanted: "stopped" }), view()]).map((row) => row.now)).toEqual([
    false,
    false,
  ]);
});

test("many changes are cut and counted, never one alone", () => {
  const changes = (count: number) => Array.from({ length: count }, (_one, index) => `s${index} added`);
  const shown = (count: number) => revisionRows([view({ changes: changes(count) })])[0]?.changes;
  expect(shown(0)).toEqual(["no service changed"]);
  expect(shown(5)).toEqual(changes(5));
  expect(shown(6)).toEqual([...changes(4), "and 2 more changes"]);
});

test("each image once, with as much of its id as people compare", () => {
  const id = `sha256:${"a".repeat(64)}`;
  const images = [
    { service: "web", image: "app:1", id },
    { service: "api", image: "app:1", id },
    { service: "old", image: id, id },
  ];
  expect(revisionRows([view({ images })])[0]?.images).toEqual(["app:1 aaaaaaaaaaaa", "aaaaaaaaaaaa"]);
});

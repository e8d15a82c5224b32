import { expect, test } from "vitest";
import { GantryError, type ErrorCode } from "../../shared/errors.ts";
import type { PlanLine } from "../../shared/plan.ts";
import { atItsPlace, type Locate } from "./fault-place.ts";

const pull: PlanLine = {
  id: "pull image nope:1",
  verb: "pull",
  kind: "image",
  name: "nope:1",
  service: "web",
  cause: "not on the engine",
  after: [],
};
const places: Record<string, number> = { "services.web": 3, "services.web.image": 4, "services.web.ports": 5 };
const locate: Locate = (path) => ({ file: "compose.yaml", line: places[path.join(".")] ?? 0, column: 5 });
const lineOf = (code: ErrorCode, operation: PlanLine) => {
  const placed = atItsPlace(new GantryError(code, "It failed.", { hint: "Mend it." }), operation, locate);
  return placed instanceof GantryError ? placed.problems?.[0]?.line : undefined;
};

test("a failed operation is blamed on the line that asked for it", () => {
  expect(lineOf("image", pull)).toBe(4);
  expect(lineOf("port-taken", { ...pull, verb: "start" })).toBe(5);
  expect(lineOf("failed", { ...pull, verb: "start" })).toBe(3);
});

test("an engine that went away is no fault of the file", () => {
  expect(lineOf("unreachable", pull)).toBeUndefined();
  expect(lineOf("cancelled", pull)).toBeUndefined();
});

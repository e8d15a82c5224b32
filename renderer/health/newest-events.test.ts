import { expect, it } from "vitest";
import { engineEvent } from "../state/test-data.ts";
import { newestEvents } from "./newest-events.ts";

it("lists the stack's and Gantry's general events, newest first, and not too many", () => {
  const events = [
    engineEvent({ id: "a", stack: "shop" }),
    engineEvent({ id: "b", stack: "other" }),
    engineEvent({ id: "c", source: "gantry" }),
    engineEvent({ id: "x" }),
    engineEvent({ id: "d", stack: "shop" }),
  ];
  expect(newestEvents(events, "shop", 10).map((event) => event.id)).toEqual(["d", "c", "a"]);
  expect(newestEvents(events, "shop", 1)).toHaveLength(1);
});

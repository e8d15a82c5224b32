import { expect, test } from "vitest";
import type { DockerEvent } from "./event-stream.ts";
import { stillStopping } from "./left-stops.ts";

function event(id: string, action: string, signal?: string): DockerEvent {
  const attributes: Record<string, string> = signal === undefined ? {} : { signal };
  return { Type: "container", Action: action, Actor: { ID: id, Attributes: attributes }, time: 0, timeNano: 0 };
}

test("a container that was signalled and has not died since is still stopping", () => {
  const events = [
    event("a", "start"),
    event("a", "kill", "15"),
    event("b", "kill", "15"),
    event("b", "die"),
    event("c", "kill", "15"),
    event("c", "die"),
    event("c", "start"),
    event("gateway", "start"),
    event("gateway", "kill", "12"),
    event("a", "kill", "9"),
  ];
  expect(stillStopping(events)).toEqual(["a"]);
});

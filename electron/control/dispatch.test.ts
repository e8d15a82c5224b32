import { expect, test, vi } from "vitest";
import type { Handlers, Sources } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import { dispatch, openStream } from "./dispatch.ts";

const scale = vi.fn<() => Promise<undefined>>(async () => undefined);
const handlers = {
  "stack.scale": scale,
  "task.cancel": async () => Promise.reject(new GantryError("not-found", "No such task.", { hint: "Look again." })),
} as unknown as Handlers;

test("input is parsed before the handler sees it", async () => {
  const bad = await dispatch(handlers, "stack.scale", { service: "web", replicas: "5" });
  expect(bad).toMatchObject({ ok: false, error: { code: "bad-input" } });
  expect(scale).not.toHaveBeenCalled();
  expect(await dispatch(handlers, "stack.scale", { service: "web", replicas: 5, extra: 1 })).toEqual({
    ok: true,
    value: undefined,
  });
  expect(scale).toHaveBeenCalledWith({ service: "web", replicas: 5 });
});

test("names from the prototype and unknown ones are no methods", async () => {
  for (const name of ["constructor", "__proto__", "stack.destroy", 7, undefined]) {
    expect(await dispatch(handlers, name, undefined)).toMatchObject({ ok: false, error: { code: "bad-input" } });
  }
});

test("a failure crosses as code, message and hint", async () => {
  expect(await dispatch(handlers, "task.cancel", { task: "x" })).toEqual({
    ok: false,
    error: { code: "not-found", message: "No such task.", hint: "Look again." },
  });
});

test("a stream sends values and its failure, and wrong input is a message", () => {
  const sent: unknown[] = [];
  const sources = {
    logs: (_input: unknown, push: (value: unknown) => void, fail: (error: unknown) => void) => {
      push([]);
      fail(new Error("gone"));
      return () => undefined;
    },
  } as unknown as Sources;
  openStream(sources, "logs", { service: "web", tail: 10 }, (message) => void sent.push(message));
  openStream(sources, "logs", { service: 1 }, (message) => void sent.push(message));
  expect(sent[0]).toEqual({ ok: true, value: [] });
  expect(sent[1]).toEqual({ ok: false, error: { code: "failed", message: "gone" } });
  expect(sent[2]).toMatchObject({ ok: false, error: { code: "bad-input" } });
});

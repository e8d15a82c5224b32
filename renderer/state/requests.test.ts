import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, edit, scale } from "./requests.ts";
import { useUi } from "./ui-store.ts";

const asked = { code: "shared-value", message: "shared", choices: ["here", "everywhere"] };
let calls: Array<[method: string, input: unknown]>;
let answers: unknown[];

beforeEach(() => {
  calls = [];
  answers = [];
  const gantry = {
    call: (method: string, input: unknown) => {
      calls.push([method, input]);
      return Promise.resolve(answers.shift() ?? { ok: true });
    },
  };
  vi.stubGlobal("window", { gantry, setTimeout, clearTimeout });
  vi.useFakeTimers();
  useUi.setState({ question: null, drafts: {}, failure: null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function question() {
  await vi.waitFor(() => expect(useUi.getState().question).not.toBeNull());
  const { question: found } = useUi.getState();
  if (found === null) throw new Error("nothing was asked");
  return found;
}

test("what a slider's question is answered with goes to what runs too, like every slider", async () => {
  answers = [{ ok: false, error: asked }];
  scale("web", 3);
  await vi.runAllTimersAsync();
  const found = await question();
  expect(useUi.getState().drafts).toEqual({});

  answer(found, { kind: "set-replicas", service: "web", replicas: 3, shared: "here" });
  expect(useUi.getState().drafts).toEqual({ web: 3 });
  await vi.runAllTimersAsync();
  expect(calls).toEqual([
    ["stack.scale", { service: "web", replicas: 3 }],
    ["stack.scale", { service: "web", replicas: 3, shared: "here" }],
  ]);
  expect(useUi.getState().drafts).toEqual({});
});

test("the answer to an edit's question waits for Apply, as the edit does", async () => {
  answers = [{ ok: false, error: asked }];
  const change = { kind: "set-limits", service: "web", cpus: 1 } as const;
  edit(change);
  answer(await question(), { ...change, shared: "everywhere" });
  expect(calls).toEqual([
    ["stack.edit", change],
    ["stack.edit", { ...change, shared: "everywhere" }],
  ]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Usage } from "../../shared/observed.ts";
import type { Engine } from "../engines/engine.ts";
import { pollUsage } from "./usage-source.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let total = 0;
/** 50 requests more each time it is asked; not answered at these looks, counted from 1. */
let silent: number[] = [];
let looks = 0;
const engine = {
  usage: async () => ({ a: { at: Date.now(), memory: 1 } }),
  traffic: async () => {
    looks += 1;
    if (silent.includes(looks)) throw new Error("it restarts");
    total += 50;
    return { web: { at: Date.now(), total, replicas: { a: total }, errors: { a: 0 }, taking: ["a"] } };
  },
} as unknown as Engine;

/** Polls for `ms` and answers what was pushed last. Rounds are at 0 s, 1 s and then every 5 s. */
async function polled(ms: number, balanced: string | undefined, silentAt: number[] = []): Promise<Usage | undefined> {
  looks = 0;
  silent = silentAt;
  let last: Usage | undefined;
  const end = pollUsage(
    () => engine,
    () => ["a"],
    (all) => (last = all["a"]),
    () => balanced,
  );
  await vi.advanceTimersByTimeAsync(ms);
  end();
  return last;
}

test("asks the gateway once a round, and tells rates from the second on", async () => {
  expect(await polled(500, "shop")).toEqual({ at: expect.any(Number), memory: 1, takesRequests: true });
  expect(looks).toBe(1);
  expect(await polled(1500, "shop")).toMatchObject({ takesRequests: true, requests: 50, errors: 0 });
  expect(looks).toBe(2);
});

test("asks no gateway where there is none", async () => {
  expect(await polled(20_000, undefined)).toEqual({ at: expect.any(Number), memory: 1 });
  expect(looks).toBe(0);
});

test("a gateway that does not answer leaves the rates unknown, not 0, and is counted anew afterwards", async () => {
  expect(await polled(1500, "shop", [2])).toEqual({ at: expect.any(Number), memory: 1 });
  const after = await polled(6500, "shop", [2]);
  expect(looks).toBe(3);
  expect(after).toEqual({ at: expect.any(Number), memory: 1, takesRequests: true });
});

import type Docker from "dockerode";
import { expect, test } from "vitest";
import { createPulse } from "./pulse.ts";

const never = new Promise<never>(() => undefined);

/** An engine that answers its first pings and then hangs. */
function hangsAfter(answers: number) {
  let pings = 0;
  const docker = {
    ping: ({ abortSignal }: { abortSignal: AbortSignal }) =>
      (pings += 1) <= answers
        ? Promise.resolve("OK")
        : new Promise((_resolve, reject) => {
            abortSignal.addEventListener("abort", () => reject(new Error("aborted")));
          }),
  } as unknown as Docker;
  return { docker, pings: () => pings };
}

const times = { heartbeat: 5, patience: 20 };

test("calls that wait for an engine which has gone silent fail", async () => {
  const { docker } = hangsAfter(2);
  const pulse = createPulse(times);
  const calls = [pulse.guard(docker, never), pulse.guard(docker, never)];
  for (const call of calls) await expect(call).rejects.toThrow("it did not answer in time");
});

test("a slow call to an engine that answers is waited for", async () => {
  const { docker, pings } = hangsAfter(Infinity);
  const slow = new Promise<string>((resolve) => setTimeout(() => resolve("done"), 60));
  expect(await createPulse(times).guard(docker, slow)).toBe("done");
  expect(pings()).toBeGreaterThan(1);
});

test("the engine is asked again by the next call after a silence", async () => {
  const pulse = createPulse(times);
  await expect(pulse.guard(hangsAfter(0).docker, never)).rejects.toThrow("it did not answer");
  expect(await pulse.guard(hangsAfter(Infinity).docker, Promise.resolve(1))).toBe(1);
});

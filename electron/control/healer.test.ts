import { afterEach, describe, expect, test, vi } from "vitest";
import { createFakeEngine } from "../engines/fake.ts";
import { createHealer, type Healer } from "./healer.ts";

const owner = "here:1:me";
let healer: Healer | undefined;

afterEach(async () => {
  await healer?.close();
});

/** A lock of this process that is still on the engine five seconds later. */
async function leftLock(busy: boolean) {
  const engine = createFakeEngine();
  await engine.lock("shop", owner);
  let now = 0;
  healer = createHealer({
    engine,
    owner,
    busy: () => busy,
    say: () => undefined,
    waiting: () => undefined,
    clock: () => now,
  });
  healer.look(await engine.observe());
  expect((await engine.observe()).locks).toHaveProperty("shop");
  now = 5000;
  healer.look(await engine.observe());
  return async () => (await engine.observe()).locks;
}

describe("a lock of this process", () => {
  test("is given back when no work of it goes on", async () => {
    const locks = await leftLock(false);
    await vi.waitFor(async () => expect(await locks()).toEqual({}));
  });

  test("stays while its work goes on", async () => {
    const locks = await leftLock(true);
    expect(await locks()).toHaveProperty("shop");
  });
});

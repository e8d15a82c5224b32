import type { Docker } from "./support/docker.ts";
import type { GantryWindow } from "./support/gantry-window.ts";
import type { TestStack } from "./support/stack.ts";
import { scalableText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

test.describe("the replicas slider", () => {
  let stack: TestStack;
  let window: GantryWindow;

  test.beforeEach(async ({ newStack, openGantry }) => {
    stack = await newStack(scalableText(1));
    window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await window.applyToTheEnd();
    await window.card("web").isRunning(1);
    await window.card("web").select();
  });

  test("scales 1 to 5 to 2 when it is dragged and when its track is pressed", async ({ docker }) => {
    const slider = window.replicasOf("web");
    await slider.is(1);

    await slider.dragTo(5);
    await everythingSays(docker, 5);

    await slider.clickAt(2);
    await everythingSays(docker, 2);
  });

  test("scales 1 to 5 to 2 with the arrow keys", async ({ docker }) => {
    const slider = window.replicasOf("web");

    await slider.keyTo(5);
    await everythingSays(docker, 5);

    await slider.keyTo(2);
    await everythingSays(docker, 2);
  });

  test("follows the last of many quick changes", async ({ docker }) => {
    const slider = window.replicasOf("web");
    // Past half of the range too: it must not grow under the pointer.
    for (const value of [6, 3, 8, 4]) await slider.clickAt(value);
    await everythingSays(docker, 4);
  });

  /** The engine, the card, the slider and the file agree, and the file is otherwise what it was. */
  async function everythingSays(docker: Docker, replicas: number): Promise<void> {
    await window.card("web").isRunning(replicas, 20_000);
    await window.replicasOf("web").is(replicas);
    const running = await docker.running(stack.name, "web");
    expect(running.map((one) => one.number)).toEqual(Array.from({ length: replicas }, (_, index) => index + 1));
    expect(await docker.containers(stack.name)).toHaveLength(replicas);
    expect(await stack.read()).toBe(scalableText(replicas)(stack.name));
  }
});

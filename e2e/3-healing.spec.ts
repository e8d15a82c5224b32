import type { Container, Docker } from "./support/docker.ts";
import type { GantryWindow } from "./support/gantry-window.ts";
import type { TestStack } from "./support/stack.ts";
import { scalableText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

/** What somebody else may do to a replica, and whether a new container has to take its place. */
const harms = [
  { title: "is killed", command: ["kill"], sameContainer: true },
  { title: "is stopped", command: ["stop"], sameContainer: true },
  { title: "is removed", command: ["rm", "-f"], sameContainer: false },
] as const;

test.describe("a replica that from outside", () => {
  let stack: TestStack;
  let window: GantryWindow;

  test.beforeEach(async ({ newStack, openGantry }) => {
    stack = await newStack(scalableText(3));
    window = await openGantry({ args: [stack.file] });
    await window.isReady();
    await window.applyToTheEnd();
    await window.card("web").isRunning(3);
  });

  for (const { title, command, sameContainer } of harms) {
    test(`${title} is seen to be missing, and comes back`, async ({ docker }) => {
      const victim = await second(docker);
      const said = await window.card("web").record();

      await docker.run(...command, victim.id);

      await expect
        .poll(said, { message: "the card shows the trouble" })
        .toContainEqual(expect.stringMatching(/ 2\/3$/));
      await window.card("web").isRunning(3, 30_000);
      const healed = await second(docker);
      expect(healed.id === victim.id).toBe(sameContainer);
      expect(healed.state).toBe("running");
      expect(await docker.containers(stack.name)).toHaveLength(3);
      const events = (await window.events()).join("\n");
      expect(events).toContain("web-2");
      expect(events).toMatch(/self-healing/);
    });
  }

  async function second(docker: Docker): Promise<Container> {
    const found = (await docker.containers(stack.name, "web")).find((one) => one.number === 2);
    if (found === undefined) throw new Error("there is no second replica");
    return found;
  }
});

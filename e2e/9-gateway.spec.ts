import { freePort } from "./support/names.ts";
import { webText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

test("the health page shows the gateway, what goes through it, and that it comes back", async ({
  docker,
  newStack,
  openGantry,
}) => {
  const port = await freePort();
  const stack = await newStack(webText(port));
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  await window.card("web").isRunning(1);
  await window.button("Health").click();
  const card = window.page.getByRole("region", { name: "Gateway" });
  await expect(card).toContainText("running");
  await expect(card).toContainText(`web on port ${port}`);
  // The gateway is no replica of any service.
  await expect(window.page.getByRole("table", { name: "Replicas of the stack" }).locator("tbody tr")).toHaveCount(1);

  // Ask as long as it takes until a rate shows: rates come from two looks, a few seconds apart.
  const rate = card.locator(".gateway-rate");
  await expect
    .poll(
      async () => {
        for (let asked = 0; asked < 20; asked += 1) await fetch(`http://127.0.0.1:${port}/`).then((one) => one.text());
        return Number.parseFloat((await rate.textContent()) ?? "");
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  await expect(card).toContainText("1 of 1 take requests");

  await docker.run("rm", "-f", `${stack.name}-gateway`);
  await expect.poll(() => answers(port), { timeout: 20_000 }).toBe(true);
  await expect(card).toContainText("running");
});

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    (one) => one.ok,
    () => false,
  );
}

import { expect, test } from "./support/test.ts";

const text = (name: string) => `name: ${name}
services:
  web:
    image: busybox:stable
    command: [sleep, "3600"]
    stop_signal: SIGKILL
    deploy:
      replicas: 2
      resources: {limits: {cpus: 0.5}}
    x-gantry:
      autoscale: {min: 1, max: 4, cpu: 70} # by day
`;

test("the slider of an autoscaled service pauses it inside of its bounds and moves them outside", async ({
  newStack,
  openGantry,
}, info) => {
  const stack = await newStack(text);
  const window = await openGantry({ args: [stack.file] });
  await window.isReady();
  await window.applyToTheEnd();
  await window.card("web").isRunning(2);
  await window.card("web").select();
  const control = window.page.getByRole("region", { name: "Autoscaling of web" });
  await expect(control).toContainText("Autoscaling 1–4, cpu 70 %");
  const resume = control.getByRole("button", { name: "Resume autoscaling" });
  await expect(resume).toBeHidden();

  await window.replicasOf("web").keyTo(3);
  await window.card("web").isRunning(3, 20_000);
  await expect(control).toContainText("Paused: the number of replicas is yours.");
  expect(await stack.read()).toContain("autoscale: {min: 1, max: 4, cpu: 70, paused: true} # by day");
  await info.attach("paused", { body: await window.page.screenshot(), contentType: "image/png" });

  await resume.click();
  await expect(resume).toBeHidden();
  expect(await stack.read()).toContain("autoscale: {min: 1, max: 4, cpu: 70} # by day");

  await window.replicasOf("web").keyTo(6);
  await window.card("web").isRunning(6, 20_000);
  await expect(control).toContainText("Autoscaling 1–6, cpu 70 %");
  expect(await stack.read()).toContain("autoscale: {min: 1, max: 6, cpu: 70} # by day");
  // The first rates come with the second round; nothing is asked for, and the 6 stay for five minutes.
  await expect(control).toContainText(/cpu 0 % of 70 % asks for \d/, { timeout: 40_000 });
  await window.replicasOf("web").is(6);
  await info.attach("measured", { body: await window.page.screenshot(), contentType: "image/png" });
});

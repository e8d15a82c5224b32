import { downOf, errorOf, eventOf, logOf, planOf, psOf, upOf } from "./support/cli-answers.ts";
import { follow, gantry } from "./support/cli.ts";
import type { Ended } from "./support/command.ts";
import type { TestStack } from "./support/stack.ts";
import { neverWellText, scalableText, sleepersText } from "./support/stack-text.ts";
import { expect, test } from "./support/test.ts";

test.describe("the CLI under plain Node", () => {
  test("takes a stack up, plans nothing more, shows it, scales it, and takes it down", async ({ docker, newStack }) => {
    const stack = await newStack(scalableText(2));

    const plan = planOf((await ok(stack, "plan", "--json")).stdout);
    expect(plan.lines.map((line) => `${line.verb} ${line.kind} ${line.name}`)).toContain("create replica web-2");
    for (const line of plan.lines) expect(line.cause).not.toBe("");
    expect(await docker.leftovers(stack.name)).toEqual([]);

    const up = upOf((await ok(stack, "up", "--wait", "--json")).stdout);
    expect(up.changes).toBe(plan.lines.length);
    expect(up.services).toMatchObject([{ service: "web", status: "running", ready: 2, desired: 2 }]);
    expect(await docker.running(stack.name)).toHaveLength(2);

    expect(planOf((await ok(stack, "plan", "--json")).stdout).lines).toEqual([]);
    expect((await ok(stack, "plan")).stdout).toContain("Nothing to do");
    expect(upOf((await ok(stack, "up", "--json")).stdout).changes).toBe(0);

    await ok(stack, "scale", "web=5", "--wait", "--json");
    expect((await docker.running(stack.name)).map((one) => one.number)).toEqual([1, 2, 3, 4, 5]);
    expect(await stack.read()).toBe(scalableText(5)(stack.name));

    const ps = psOf((await ok(stack, "ps", "--json")).stdout);
    expect(ps.services).toMatchObject([{ service: "web", status: "running", ready: 5, desired: 5 }]);
    const ids = (await docker.containers(stack.name)).map((one) => one.id);
    expect(ps.services[0]?.replicas.map((one) => one.id).toSorted()).toEqual(ids.toSorted());

    await ok(stack, "scale", "web=0", "--json");
    expect(await docker.containers(stack.name)).toEqual([]);

    downOf((await ok(stack, "down", "--json")).stdout);
    expect(await docker.leftovers(stack.name)).toEqual([]);
    expect(downOf((await ok(stack, "down", "--json")).stdout).changes).toBe(0);
  });

  test("keeps volumes on down and removes them when asked", async ({ docker, newStack }) => {
    const stack = await newStack(
      (name) => `${sleepersText(["a"])(name)}    volumes: ["data:/data"]\nvolumes: {data: {}}\n`,
    );
    await ok(stack, "up");
    await ok(stack, "down");
    expect(await docker.leftovers(stack.name)).toEqual([`${stack.name}_data`]);
    await ok(stack, "down", "--volumes", "--yes");
    expect(await docker.leftovers(stack.name)).toEqual([]);
  });

  test("prints logs, and follows them until Ctrl-C", async ({ newStack }) => {
    const stack = await newStack(talkerText);
    await ok(stack, "up", "--wait");

    await expect
      .poll(async () => (await ok(stack, "logs", "--json", "--tail", "5")).stdout.split("\n").length)
      .toBeGreaterThan(2);
    const line = (await ok(stack, "logs", "--json", "--tail", "1", "talker")).stdout.split("\n")[0] ?? "";
    expect(logOf(line)).toMatchObject({
      replica: "talker-1",
      stream: "stdout",
      text: expect.stringMatching(/^word \d+$/),
    });

    const following = follow(["-f", stack.file, "logs", "-f", "--json", "--tail", "0"]);
    await expect.poll(() => following.lines.length, { message: "new lines arrive" }).toBeGreaterThan(2);
    expect(new Set(following.lines.map((one) => logOf(one).text)).size).toBe(following.lines.length);
    expect(await following.interrupt()).not.toBe(2);
  });

  test("follows events of its own stack only", async ({ docker, newStack }) => {
    const stack = await newStack(sleepersText(["a"]));
    const other = await newStack(sleepersText(["b"]));
    await ok(stack, "up");
    const following = follow(["-f", stack.file, "events", "-f", "--json"]);
    const [replica] = await docker.containers(stack.name);
    // Until the command listens, what happens may be missed: so it happens again.
    await expect
      .poll(async () => {
        await docker.run("restart", replica?.id ?? "");
        return following.lines.length;
      })
      .toBeGreaterThan(0);
    await ok(other, "up");
    await docker.run("kill", replica?.id ?? "");
    await expect.poll(() => following.lines.at(-1)).toMatch(/a-1/);
    for (const line of following.lines) expect(eventOf(line).stack).toBe(stack.name);
    await following.interrupt();
  });
});

test.describe("the exit code of the CLI", () => {
  test("is 0 for help and 2 for a command, an option or a service that does not exist", async ({ newStack }) => {
    const stack = await newStack(sleepersText(["a"]));
    expect((await gantry(["--help"])).code).toBe(0);
    expect((await gantry(["dance"])).code).toBe(2);
    expect((await gantry(["up", "--fast"])).code).toBe(2);
    expect((await on(stack, "up", "nobody")).code).toBe(2);
    expect((await on(stack, "scale", "a=many")).code).toBe(2);
    expect((await gantry(["-f", "/no/such/compose.yaml", "ps"])).code).toBe(2);
  });

  test("is 3 when the engine does not answer, whatever was asked", async ({ newStack }) => {
    const stack = await newStack(sleepersText(["a"]));
    for (const host of [`unix://${stack.folder}/no.sock`, "tcp://127.0.0.1:1"]) {
      const env = { ...process.env, DOCKER_HOST: host };
      for (const command of ["up", "plan", "ps", "down", "logs"]) {
        const { code, stdout, stderr } = await gantry(["-f", stack.file, command, "--json"], { env });
        expect(code, `${command} on ${host}: ${stderr}`).toBe(3);
        expect(errorOf(stdout)).toMatchObject({ code: "unreachable", hint: expect.stringMatching(/\w/) });
      }
    }
  });

  test("is 4 when a service does not get well in time, with the reason", async ({ docker, newStack }) => {
    const stack = await newStack(neverWellText);
    const { code, stdout, stderr } = await on(stack, "up", "--wait", "--timeout", "3", "--json");
    expect(code, stderr).toBe(4);
    expect(errorOf(stdout).message).toContain("web");
    // Waiting was all that failed: the service stays, so that it can be looked at.
    expect(await docker.containers(stack.name)).toHaveLength(1);
  });
});

const talkerText = (name: string) => `name: ${name}
services:
  talker:
    image: busybox:stable
    command: [sh, -c, "i=0; while true; do i=$$((i+1)); echo word $$i; sleep 0.2; done"]
    stop_signal: SIGKILL
`;

function on(stack: TestStack, ...words: string[]): Promise<Ended> {
  return gantry(["-f", stack.file, ...words], { env: stack.docker.env });
}

/** As {@link on}, and it must end well. */
async function ok(stack: TestStack, ...words: string[]): Promise<Ended> {
  const ended = await on(stack, ...words);
  expect(ended.code, `gantry ${words.join(" ")}: ${ended.stderr}`).toBe(0);
  return ended;
}

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/** The built CLI under plain Node, on the real engine: `npm test` builds it first. */
const cli = resolve(import.meta.dirname, "../../out/main/cli.js");

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((done) => {
    execFile(command, [...args], { env: { ...process.env, ...env }, timeout: 100_000 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

let folder: string;
let file: string;
let name: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-cli-"));
  file = join(folder, "compose.yaml");
  name = `gcli-${process.pid}-${Date.now().toString(36)}`;
});

afterEach(async () => {
  await stack("down", "--volumes");
  await rm(folder, { recursive: true });
});

const gantry = (...args: string[]) => run(process.execPath, [cli, ...args]);
const stack = (...args: string[]) => gantry("-f", file, ...args);
const json = (ended: Ended) => JSON.parse(ended.stdout) as Record<string, unknown>;
const problemsOf = (ended: Ended) => (json(ended)["error"] as { problems: Array<Record<string, unknown>> }).problems;
const write = (services: string) => writeFile(file, `name: ${name}\nservices:\n${services}`);

/** Everything on the engine that carries the stack's name. */
async function left(): Promise<string[]> {
  const label = `label=com.docker.compose.project=${name}`;
  const lists = [
    ["ps", "-aq", "--filter", label],
    ["network", "ls", "-q", "--filter", label],
    ["volume", "ls", "-q", "--filter", `name=${name}`],
  ];
  const ended = await Promise.all(lists.map((args) => run("docker", args)));
  return ended.flatMap(({ stdout }) => stdout.split("\n").filter((line) => line !== ""));
}

const sleeper = "    image: busybox:stable\n    command: [sleep, '600']\n    stop_grace_period: 0s\n";

describe("the CLI under plain Node", () => {
  test("up, plan, ps, scale, logs and down tell one story", async () => {
    await write(
      `  web: # shown to users\n${sleeper}    deploy:\n      replicas: 2 # for now\n    volumes: [data:/data]\nvolumes:\n  data: {}\n`,
    );
    const up = await stack("up", "--wait", "--json");
    expect(up.code).toBe(0);
    expect(json(up)).toMatchObject({
      stack: name,
      services: [{ service: "web", status: "running", ready: 2, desired: 2 }],
    });

    const plan = await stack("plan", "--json");
    expect(json(plan)["lines"]).toEqual([]);

    const scaled = await stack("scale", "web=4", "--wait", "--json");
    expect(scaled.code).toBe(0);
    expect(await readFile(file, "utf8")).toContain("replicas: 4 # for now");
    const ps = await stack("ps", "--json");
    expect(json(ps)).toMatchObject({ services: [{ service: "web", ready: 4, desired: 4, status: "running" }] });

    expect((await stack("down")).code).toBe(0);
    expect((await run("docker", ["volume", "ls", "-q", "--filter", `name=${name}_data`])).stdout.trim()).toBe(
      `${name}_data`,
    );
    expect((await stack("down", "--volumes", "--json")).code).toBe(0);
    expect(await left()).toEqual([]);
  });

  test("scale writes into the override file when that one says the number", async () => {
    await write(`  web:\n${sleeper}    deploy: {replicas: 1}\n`);
    const before = await readFile(file, "utf8");
    const override = join(folder, "prod.yaml");
    await writeFile(override, "services: {web: {deploy: {replicas: 2}}} # prod\n");
    const both = (...args: string[]) => gantry("-f", file, "-f", override, ...args);
    expect((await both("up", "--wait")).code).toBe(0);
    const scaled = await both("scale", "web=3", "--wait", "--json");
    expect(json(scaled)).toMatchObject({ services: [{ service: "web", ready: 3, desired: 3 }] });
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await readFile(override, "utf8")).toBe("services: {web: {deploy: {replicas: 3}}} # prod\n");
    expect(json(await both("plan", "--json"))["lines"]).toEqual([]);
  });

  test("a number for an autoscaled service pauses it or moves its bounds, and a later up keeps what is applied", async () => {
    await write(
      `  web:\n${sleeper}    cpus: 0.5\n    scale: 2\n    x-gantry:\n      autoscale: {min: 1, max: 3, cpu: 70}\n`,
    );
    expect((await stack("up", "--wait")).code).toBe(0);
    const above = await stack("scale", "web=4", "--wait");
    expect(above.stderr).toContain("web: autoscaling now goes up to 4.");
    expect(await readFile(file, "utf8")).toContain("{min: 1, max: 4, cpu: 70}");
    // The file's number is only where it starts while the autoscaler has it.
    await writeFile(file, (await readFile(file, "utf8")).replace("scale: 4", "scale: 1"));
    expect(json(await stack("plan", "--json"))["lines"]).toEqual([]);
    const inside = await stack("scale", "web=3", "--wait");
    expect(inside.stderr).toContain("web: autoscaling is paused.");
    expect(await readFile(file, "utf8")).toContain("{min: 1, max: 4, cpu: 70, paused: true}");
    expect(json(await stack("plan", "--json"))["lines"]).toEqual([]);
    expect(json(await stack("ps", "--json"))).toMatchObject({ services: [{ ready: 3, desired: 3 }] });
  });

  test("logs are merged with the replica's name", async () => {
    await write("  job:\n    image: busybox:stable\n    command: [echo, all is well]\n    restart: 'no'\n");
    expect((await stack("up", "--wait")).code).toBe(0);
    const logs = await stack("logs", "--json");
    expect(json(logs)).toMatchObject({ replica: "job-1", stream: "stdout", text: "all is well" });
  });

  test("an engine that does not answer is 3, a service that never gets well is 4", async () => {
    await write(`  web:\n${sleeper}    healthcheck: {test: [CMD, 'false'], interval: 1s, retries: 1}\n`);
    const env = { DOCKER_HOST: `unix://${join(folder, "nobody.sock")}` };
    expect((await run(process.execPath, [cli, "-f", file, "ps"], env)).code).toBe(3);
    const up = await stack("up", "--wait", "--timeout", "5", "--json");
    expect(up.code).toBe(4);
    expect(json(up)).toMatchObject({ error: { code: "unhealthy" } });
  });
});

describe("bad input", () => {
  const cases: Array<[string, string, RegExp]> = [
    ["broken YAML", "  web: {image: [busybox\n", /compose\.yaml:\d+:\d+/],
    ["an unknown key", "  web:\n    imge: busybox:stable\n", /compose\.yaml:4:5.*imge/],
    [
      "a cycle in depends_on",
      `  a:\n${sleeper}    depends_on: [b]\n  b:\n${sleeper}    depends_on: [a]\n`,
      /compose\.yaml:\d+:\d+.*(a|b)/,
    ],
    ["an illegal service name", `  "we b":\n${sleeper}`, /compose\.yaml:3:3: error: .*"we b"/],
    ["an illegal volume name", `  web:\n${sleeper}volumes: {da/ta: {}}\n`, /compose\.yaml:7:11: error: .*"da\/ta"/],
  ];
  test.each(cases)("%s is 2 with its place, and leaves nothing", async (_what, services, place) => {
    await write(services);
    const up = await stack("up");
    expect(up.code).toBe(2);
    expect(up.stderr).toMatch(place);
    expect(up.stderr).not.toContain(folder);
    const [problem] = problemsOf(await stack("up", "--json"));
    expect(problem).toMatchObject({ file: "compose.yaml", hint: expect.stringMatching(/\w/) });
    expect(await left()).toEqual([]);
  });

  test("an illegal stack name is 2 with a legal one, and leaves nothing", async () => {
    await writeFile(file, `name: ${name.toUpperCase()}\nservices:\n  web:\n${sleeper}`);
    const up = await stack("up");
    expect(up.code).toBe(2);
    expect(up.stderr).toMatch(/^compose\.yaml:1:7: error: The stack name/m);
    expect(up.stderr).toContain(`Write "name: ${name}"`);
    expect(await left()).toEqual([]);
  });

  test("a 10 MB file is refused at once", async () => {
    await write(`  web:\n${sleeper}# ${"x".repeat(10 * 2 ** 20)}\n`);
    const up = await stack("up");
    expect(up.code).toBe(2);
    expect(up.stderr).toMatch(/compose\.yaml.*MiB/);
    await writeFile(file, `name: ${name}\nservices: {}\n`);
  });

  test("a port that is taken is 2, names who has it and offers a free one", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
    const { port } = server.address() as AddressInfo;
    await write(`  web:\n${sleeper}    ports: ['${port}:80']\n`);
    const up = await stack("up");
    server.close();
    expect(up.code).toBe(2);
    expect(up.stderr).toMatch(new RegExp(`compose\\.yaml:\\d+:\\d+.*Port ${port}.*taken`));
    expect(up.stderr).toMatch(/^next: Port \d+ is free/m);
    expect(await left()).toEqual([]);
  });

  test("an image that does not exist is 1 with the cause, and leaves nothing", async () => {
    await write("  web:\n    image: localhost:1/no/such-image:1\n");
    const up = await stack("up");
    expect(up.code).toBe(1);
    expect(up.stderr).toMatch(/^gantry: compose\.yaml:4:12: Image localhost:1\/no\/such-image/m);
    expect(up.stderr).toMatch(/^next: /m);
    expect(problemsOf(await stack("up", "--json"))).toMatchObject([{ file: "compose.yaml", line: 4, column: 12 }]);
    expect(await left()).toEqual([]);
  });

  test("up builds an image that is not there; up --build replaces what ran the one before", async () => {
    const dockerfile = (text: string) =>
      writeFile(join(folder, "Dockerfile"), `FROM busybox:stable\nRUN echo ${text} > /said\n`);
    const said = async () => {
      const { stdout } = await run("docker", ["ps", "-q", "--filter", `label=dev.gantry.stack=${name}`]);
      return (await run("docker", ["exec", stdout.trim(), "cat", "/said"])).stdout.trim();
    };
    await dockerfile("one");
    await write("  web:\n    build: .\n    command: [sleep, '600']\n    stop_grace_period: 0s\n");
    try {
      expect(await stack("up", "--wait")).toMatchObject({ code: 0 });
      expect(await said()).toBe("one");
      expect((await stack("plan")).stdout).toContain("Nothing to do");

      await dockerfile("two");
      expect((await stack("plan", "--build")).stdout).toContain(`build image ${name}-web`);
      expect(await stack("up", "--build", "--wait")).toMatchObject({ code: 0 });
      expect(await said()).toBe("two");
      expect((await stack("plan")).stdout).toContain("Nothing to do");

      await dockerfile("three && exit 3");
      const failed = await stack("up", "--build", "--json");
      expect(failed.code).toBe(1);
      expect((json(failed)["error"] as { message: string }).message).toMatch(/cannot be built.*exit code 3/s);
      expect(await said()).toBe("two");
    } finally {
      await stack("down");
      await run("docker", ["rmi", "-f", `${name}-web`]);
    }
  });
});

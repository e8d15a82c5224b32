import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { StatePatch, Task } from "../../shared/contract.ts";
import { boot } from "../boot.ts";
import { docker, gantry } from "../cli/testing.ts";
import { addressOn, connects, engineWords, filesBelow, listen, placesOf } from "./isolation-fixture.ts";

/** Proof 9 of the Docker engine: networks keep apart what the file keeps apart, and a secret's value is nowhere. */
const name = `giso-${process.pid}`;
const subnet = `10.${200 + (process.pid % 50)}.${process.pid % 250}`;
const values = {
  environment: `env-${"kJ8vQ2".repeat(4)}-${process.pid}`,
  content: `content-${"Zr5tYw".repeat(4)}-${process.pid}`,
  file: `file-${"Lm3nXs".repeat(4)}-${process.pid}`,
};
const serve = "[sh, -c, 'echo started; mkdir /tmp/www; exec httpd -f -p 8080 -h /tmp/www']";
const service = (networks: string, more = "") =>
  `{image: 'busybox:stable', command: ${serve}, stop_grace_period: 0s, networks: ${networks}${more}}`;

const text = `name: ${name}
services:
  a: ${service("[front]")}
  b: ${service("[back]")}
  both: ${service("{front: {aliases: [www]}, back: {aliases: [store]}}")}
  fixed: ${service(`{front: {ipv4_address: ${subnet}.77}}`)}
  sealed: ${service("[closed]")}
  beside: ${service("[closed]")}
  keeper:
    image: busybox:stable
    command: ${serve}
    stop_grace_period: 0s
    user: "1000:1001"
    networks: [front]
    secrets:
      - {source: from-environment, target: token, uid: "1000", gid: "1001", mode: 0400}
      - from-file
    configs:
      - {source: from-content, target: /etc/keeper/key, mode: 0440, gid: "1001"}
networks:
  front: {ipam: {config: [{subnet: ${subnet}.0/24}]}}
  back: {}
  closed: {internal: true}
secrets:
  from-environment: {environment: GANTRY_TEST_SECRET}
  from-file: {file: ./secret.txt}
configs:
  from-content: {content: ${values.content}}
`;

let folder: string;
let host: { server: Server; port: number };
const since = Math.floor(Date.now() / 1000);
const patches: StatePatch[] = [];
const of = (service: string) => `${name}-${service}-1`;
/** In the replica that runs now, whatever its number. */
const inside = async (script: string) => {
  const filters = ["--filter", `label=dev.gantry.stack=${name}`, "--filter", "label=com.docker.compose.service=keeper"];
  return docker("exec", await docker("ps", "-q", ...filters), "sh", "-ec", script);
};

beforeAll(async () => {
  process.env["GANTRY_TEST_SECRET"] = values.environment;
  folder = await mkdtemp(join(tmpdir(), "gantry-isolation-"));
  await writeFile(join(folder, "compose.yaml"), text);
  await writeFile(join(folder, "secret.txt"), values.file, { mode: 0o644 });
  host = await listen();
  const control = await boot({
    env: process.env,
    stateFolder: join(folder, "state"),
    samplesFolder: folder,
    stacksFolder: join(folder, "stacks"),
    chooseFile: async () => undefined,
    openLink: async () => undefined,
  });
  let tasks: Task[] = [];
  control.sources.state(
    undefined,
    (patch) => {
      patches.push(patch);
      tasks = patch.tasks ?? tasks;
    },
    (error) => {
      throw error;
    },
  );
  try {
    await control.handlers["stack.open"]({ path: join(folder, "compose.yaml") });
    const { hash } = await control.handlers["plan.preview"]({ want: "running" });
    const { task } = await control.handlers["plan.apply"]({ want: "running", hash });
    const state = () => tasks.find((one) => one.id === task);
    await vi.waitFor(() => expect(["done", "failed"]).toContain(state()?.state), 90_000);
    expect(state()?.error).toBeUndefined();
  } finally {
    // It heals every stack of the engine: no longer than needed, others may be testing beside us.
    await control.close();
  }
});

afterAll(async () => {
  host.server.close();
  await gantry(["-f", join(folder, "compose.yaml"), "down", "--volumes", "--remove-orphans"]);
  await rm(folder, { recursive: true });
});

describe("networks", () => {
  test("services on a shared network reach each other by name and address", async () => {
    expect(await connects(of("a"), "both", 8080)).toBe(true);
    expect(await connects(of("b"), "both", 8080)).toBe(true);
    expect(await connects(of("both"), "a", 8080)).toBe(true);
    expect(await connects(of("a"), await addressOn(of("both"), `${name}_front`), 8080)).toBe(true);
  });

  test("services without a shared network do not, neither by name nor by address", async () => {
    const back = await addressOn(of("b"), `${name}_back`);
    expect(back).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(await connects(of("both"), back, 8080)).toBe(true);
    expect(await connects(of("a"), "b", 8080)).toBe(false);
    expect(await connects(of("a"), back, 8080)).toBe(false);
    expect(await connects(of("a"), await addressOn(of("both"), `${name}_back`), 8080)).toBe(false);
    expect(await connects(of("b"), await addressOn(of("a"), `${name}_front`), 8080)).toBe(false);
  });

  test("an internal network has neither a way out nor a way in", async () => {
    const bridge = await docker("network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}");
    const sealed = await addressOn(of("sealed"), `${name}_closed`);
    expect(await connects(of("beside"), "sealed", 8080)).toBe(true);
    expect(await connects(of("a"), bridge, host.port)).toBe(true);
    expect(await connects(of("sealed"), bridge, host.port)).toBe(false);
    expect(await connects(of("sealed"), await addressOn(of("a"), `${name}_front`), 8080)).toBe(false);
    expect(await connects(of("a"), sealed, 8080)).toBe(false);
    expect(await docker("exec", of("a"), "ip", "route")).toContain("default via");
    expect(await docker("exec", of("sealed"), "ip", "route")).not.toContain("default");
  });

  test("aliases hold on their own network, static addresses hold", async () => {
    expect(await connects(of("a"), "www", 8080)).toBe(true);
    expect(await connects(of("b"), "store", 8080)).toBe(true);
    expect(await connects(of("a"), "store", 8080)).toBe(false);
    expect(await connects(of("b"), "www", 8080)).toBe(false);
    expect(await addressOn(of("fixed"), `${name}_front`)).toBe(`${subnet}.77`);
    expect(await connects(of("a"), `${subnet}.77`, 8080)).toBe(true);
  });
});

describe("secrets", () => {
  test("are files with mode and owner for the service that has them", async () => {
    expect(await inside("cat /run/secrets/token; echo; cat /etc/keeper/key; echo; cat /run/secrets/from-file")).toBe(
      `${values.environment}\n${values.content}\n${values.file}`,
    );
    expect(await inside("stat -c '%a %u %g' /run/secrets/token /etc/keeper/key /run/secrets/from-file")).toBe(
      "400 1000 1001\n440 0 1001\n644 0 0",
    );
    expect(await inside("env")).not.toContain(values.environment);
    expect((await gantry(["-f", join(folder, "compose.yaml"), "ps"])).code).toBe(0);
    await expect(docker("exec", of("a"), "ls", "/run/secrets")).rejects.toThrow("No such file");
  });

  test("are in nothing that the engine tells, in no file of ours and in nothing we say", async () => {
    const stack = ["-f", join(folder, "compose.yaml"), "--timeout", "30"];
    const commands = [
      ["up"],
      ["up", "--json"],
      ["plan", "--json"],
      ["ps", "--json"],
      ["endpoints", "--json"],
      ["events", "--json"],
      ["logs", "--json"],
      ["volumes", "--json"],
      ["support", "--json"],
      ["validate", "--json"],
    ];
    const said: Record<string, string> = {};
    for (const command of commands) {
      const { code, stdout, stderr } = await gantry([...stack, ...command]);
      expect([command, code, stderr]).toEqual([command, 0, stderr]);
      said[`gantry ${command.join(" ")}`] = stdout + stderr;
    }
    // A plan that replaces the container which has the secrets.
    await writeFile(join(folder, "compose.yaml"), text.replace("user:", "labels: {new: '1'}\n    user:"));
    said["a plan with changes"] = (await gantry([...stack, "plan"])).stdout;
    expect(said["a plan with changes"]).toContain("create replica keeper-");
    expect(await gantry([...stack, "up"])).toMatchObject({ code: 0 });
    // The model itself is the user's file as the window shows it; everything else is what we say about it.
    const shown = patches.map(({ stack: _model, ...rest }) => rest);
    const words: Record<string, string> = {
      ...said,
      ...(await engineWords(name, since)),
      ...(await filesBelow(folder, [join(folder, "compose.yaml"), join(folder, "secret.txt")])),
      "the window's state": JSON.stringify(shown),
    };
    expect(Object.keys(words).length).toBeGreaterThan(20);
    expect(words["records"]).toContain("from-environment");
    expect(words["docker logs"]).toContain("started");
    expect(placesOf(`${name}_front`, words).length).toBeGreaterThan(3);
    expect(placesOf(values.environment, { inside: await inside("cat /run/secrets/token") })).toEqual(["inside"]);
    for (const value of Object.values(values)) expect(placesOf(value, words)).toEqual([]);
    for (const value of [values.environment, values.file]) {
      expect(placesOf(value, { config: (await gantry([...stack, "config"])).stdout })).toEqual([]);
      expect(placesOf(value, { state: JSON.stringify(patches) })).toEqual([]);
    }
  });
});

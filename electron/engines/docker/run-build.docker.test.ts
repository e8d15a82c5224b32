import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../../shared/stack/project.ts";
import { listDockerEndpoints } from "../../host/docker-context.ts";
import { connectDocker } from "./client.ts";
import { createBalancer } from "./gateway/balancer.ts";
import { createControls } from "./gateway/controls.ts";
import { runCall } from "./run.ts";

const image = `gtest-build-${process.pid}:one`;
const extraTag = `gtest-build-${process.pid}:two`;
let docker: Docker;
let close: () => void;
let folder: string;

beforeAll(async () => {
  const { endpoints, current } = await listDockerEndpoints({
    env: process.env,
    home: homedir(),
    platform: process.platform,
  });
  const endpoint = endpoints.find((one) => one.name === current);
  if (endpoint === undefined) throw new Error("no Docker endpoint");
  ({ docker, close } = await connectDocker(endpoint));
});
afterAll(() => close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-build-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const name of [image, extraTag])
    await docker
      .getImage(name)
      .remove({ force: true })
      .catch(() => undefined);
});

const write = async (path: string, text: string) => {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
};

async function build(more: Partial<Build> = {}, signal = new AbortController().signal): Promise<string[]> {
  const lines: string[] = [];
  const call = { kind: "build", image, build: { context: folder, ...more }, labels: { ...more.labels, made: "here" } };
  const operation = {
    id: "b",
    verb: "build",
    kind: "image",
    name: image,
    cause: "",
    after: new Array<string>(),
    call,
  } as const;
  await runCall({ docker, balancer }, operation, (line) => lines.push(line), signal);
  return lines;
}

const balancer = createBalancer(createControls());

const runs = (...command: string[]) =>
  execFileSync("docker", ["run", "--rm", image, ...command], { encoding: "utf8" }).trim();

describe("build on the engine", () => {
  test("a context, arguments, a target, labels and a second tag; the log is streamed", async () => {
    await write(
      "Dockerfile",
      "FROM busybox:stable AS first\nARG A=none\nRUN echo said $A > /said\nFROM first AS second\nRUN echo later > /said\n",
    );
    const lines = await build({
      args: { A: "ann", UNSET: null },
      target: "first",
      tags: [extraTag],
      labels: { own: "1" },
    });
    expect(runs("cat", "/said")).toBe("said ann");
    expect(lines.some((line) => line.startsWith("Step 3/5 : RUN echo said"))).toBe(true);
    const { Config: config } = await docker.getImage(extraTag).inspect();
    expect(config.Labels).toMatchObject({ own: "1", made: "here" });
  });

  test(".dockerignore leaves out, takes back, and never the Dockerfile", async () => {
    await write("docker/Dockerfile", "FROM busybox:stable\nCOPY . /context\n");
    await write(".dockerignore", "**\n!keep/me.txt\n");
    for (const path of ["keep/me.txt", "keep/not.txt", "node_modules/x/y.js"]) await write(path, path);
    await build({ dockerfile: "docker/Dockerfile" });
    expect(runs("find", "/context", "-type", "f", "!", "-name", ".dockerignore").split("\n").toSorted()).toEqual([
      "/context/docker/Dockerfile",
      "/context/keep/me.txt",
    ]);
  });

  test("a Dockerfile that is written in the stack file", async () => {
    await write("hello.txt", "hello");
    await build({ dockerfile_inline: "FROM busybox:stable\nCOPY hello.txt /hello.txt\n" });
    expect(runs("cat", "/hello.txt")).toBe("hello");
  });

  test("a step that fails is named, with its log, and leaves no container", async () => {
    await write("Dockerfile", "FROM busybox:stable\nRUN echo before-it-broke && exit 7\n");
    await expect(build()).rejects.toMatchObject({
      code: "image",
      message: expect.stringMatching(/step 2\/3: RUN .*exit code 7\.\n.*before-it-broke/s) as string,
      hint: expect.stringContaining("Dockerfile") as string,
    });
  });

  test.each([
    ["no Dockerfile", {}, /Dockerfile .* is not there/],
    ["no context", { context: "/not/there" }, /context \/not\/there is not there/],
    ["no such target", { dockerfile_inline: "FROM busybox:stable\n", target: "no" }, /cannot be built/],
    ["a file that is not in the context", { dockerfile_inline: "FROM busybox:stable\nCOPY nope /\n" }, /nope/],
    ["an instruction that is none", { dockerfile_inline: "FROM busybox:stable\nFLY away\n" }, /unknown instruction/i],
  ])("%s", async (_what, more, message) => {
    await expect(build(more)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
      hint: expect.any(String) as string,
    });
  });

  test("a build that is cancelled ends at once and leaves no image", async () => {
    await write("Dockerfile", "FROM busybox:stable\nRUN echo begun && sleep 60\n");
    const cancel = new AbortController();
    const lines: string[] = [];
    const call = { kind: "build", image, build: { context: folder }, labels: {} };
    const operation = {
      id: "b",
      verb: "build",
      kind: "image",
      name: image,
      cause: "",
      after: new Array<string>(),
      call,
    } as const;
    const report = (line: string) => {
      lines.push(line);
      if (line.includes("begun") && !line.startsWith("Step")) cancel.abort();
    };
    await expect(runCall({ docker, balancer }, operation, report, cancel.signal)).rejects.toMatchObject({
      code: "cancelled",
    });
    await expect(docker.getImage(image).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });
});

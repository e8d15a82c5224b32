import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

/** The built CLI under plain Node, on the real engine: `npm test` builds it first. */
const cli = resolve(import.meta.dirname, "../../out/main/cli.js");
const run = `${process.pid}-${Date.now().toString(36)}`;
const app = `grev-${run}`;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

let folder: string;
let home: string;
let file: string;
let name: string;
/** Ids of two images that differ in a label only. */
let A: string;
let B: string;

function exec(command: string, args: readonly string[]): Promise<Ended> {
  // An empty home is what a reinstall leaves: whatever is known afterwards is known from the engine.
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, DOCKER_BUILDKIT: "0" };
  return new Promise((done) => {
    execFile(command, [...args], { env, timeout: 100_000 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

const docker = async (...args: string[]) => {
  const ended = await exec("docker", args);
  if (ended.code !== 0) throw new Error(`docker ${args.join(" ")}: ${ended.stderr}`);
  return ended.stdout.trim();
};
const stack = (...args: string[]) => exec(process.execPath, [cli, "-f", file, ...args]);
const json = (ended: Ended) => JSON.parse(ended.stdout) as Record<string, unknown>;
const well = async (...args: string[]) => {
  const ended = await stack(...args);
  expect(ended.stderr.match(/^gantry: .*/m)?.[0]).toBeUndefined();
  expect(ended.code).toBe(0);
  return ended;
};

interface State {
  image: "A" | "B";
  mode: string;
  replicas: number;
}

const write = ({ mode, replicas }: Omit<State, "image">, more = "", deploy = "") =>
  writeFile(
    file,
    `name: ${name}\nservices:\n  web:\n    image: ${app}:1\n    command: [sleep, '600']\n    stop_grace_period: 0s\n` +
      `    environment: {MODE: ${mode}}\n    deploy: {replicas: ${replicas}${deploy}}\n${more}`,
  );
const DELAY = 3000;
/** Between its batches an update waits. */
const slowly = `, update_config: {delay: ${DELAY}ms}`;
const move = (image: "A" | "B") => docker("tag", image === "A" ? A : B, `${app}:1`);

/** What runs, from the engine's own mouth: a line a replica. */
async function running(service = "web"): Promise<string[]> {
  const ids = await docker("ps", "-q", "--filter", `label=com.docker.compose.project=${name}`);
  if (ids === "") return [];
  const format = '{{index .Config.Labels "com.docker.compose.service"}} {{.Image}} {{json .Config.Env}}';
  const lines = (await docker("inspect", "--format", format, ...ids.split("\n"))).split("\n");
  return lines
    .filter((line) => line.startsWith(`${service} `))
    .map((line) => line.replace(/"PATH=[^"]*",?/, ""))
    .sort();
}
/** Numbers of replicas are no part of a state: an update may start new ones beside the old. */
const expected = ({ image, mode, replicas }: State) =>
  Array.from({ length: replicas }, () => `web ${image === "A" ? A : B} ["MODE=${mode}",]`);
const tidy = (lines: string[]) => lines.map((line) => line.replace(/"\]$/, '",]'));
const ids = async (service?: string) => {
  const label = service === undefined ? [] : ["--filter", `label=com.docker.compose.service=${service}`];
  const filter = ["--filter", `label=com.docker.compose.project=${name}`];
  return (await docker("ps", "-q", "--no-trunc", ...filter, ...label)).split("\n").sort();
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-rollout-"));
  home = join(folder, "home");
  file = join(folder, "compose.yaml");
  await mkdir(home);
  const build = async (label: string) => {
    await writeFile(join(folder, "Dockerfile"), `FROM busybox:stable\nLABEL gantry.test=${run}-${label}\n`);
    await docker("build", "-q", "-t", `${app}:${label}`, folder);
    return docker("inspect", "--format", "{{.Id}}", `${app}:${label}`);
  };
  A = await build("a");
  B = await build("b");
});
afterAll(async () => {
  const tags = await docker("images", app, "--format", "{{.Repository}}:{{.Tag}}");
  if (tags !== "") await exec("docker", ["rmi", "-f", ...tags.split("\n")]);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  name = `grev-${process.pid}-${Date.now().toString(36)}`;
});
afterEach(async () => {
  await stack("down", "--volumes");
  const left = await docker("volume", "ls", "-q", "--filter", `name=gantry-${name}`);
  expect(left).toBe("");
});

describe("revisions on a real engine", () => {
  test("each of the last ten states comes back exactly: image, variables, replicas", async () => {
    const states: State[] = [
      { image: "A", mode: "one", replicas: 1 },
      { image: "B", mode: "one", replicas: 1 },
      { image: "B", mode: "two", replicas: 1 },
      { image: "B", mode: "two", replicas: 3 },
      { image: "A", mode: "two", replicas: 3 },
      { image: "A", mode: "three", replicas: 3 },
      { image: "A", mode: "three", replicas: 2 },
      { image: "B", mode: "three", replicas: 2 },
      { image: "B", mode: "four", replicas: 1 },
      { image: "A", mode: "five", replicas: 2 },
    ];
    for (const state of states) {
      await move(state.image);
      await write(state);
      await well("up");
      expect(tidy(await running())).toEqual(expected(state));
      expect(json(await well("plan", "--json"))["lines"]).toEqual([]);
    }
    const history = json(await well("rollout", "history", "--json"))["revisions"] as Array<Record<string, unknown>>;
    expect(history.map((one) => one["revision"])).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(history.map((one) => (one["images"] as Array<{ id: string }>)[0]?.id)).toEqual(
      states.map(({ image }) => (image === "A" ? A : B)).reverse(),
    );
    const short = (id: string) => id.slice(7, 19);
    expect(history.map((one) => one["changes"]).toReversed()).toEqual([
      ["with web"],
      [`web: image ${app}:1 (${short(A)}) -> ${app}:1 (${short(B)})`],
      ["web: environment (MODE)"],
      ["web: replicas 1 -> 3"],
      [`web: image ${app}:1 (${short(B)}) -> ${app}:1 (${short(A)})`],
      ["web: environment (MODE)"],
      ["web: replicas 3 -> 2"],
      [`web: image ${app}:1 (${short(A)}) -> ${app}:1 (${short(B)})`],
      ["web: replicas 2 -> 1, environment (MODE)"],
      [`web: image ${app}:1 (${short(B)}) -> ${app}:1 (${short(A)}), replicas 1 -> 2, environment (MODE)`],
    ]);
    for (const [index, state] of states.entries()) {
      // Where the name points must not matter.
      if (index % 3 === 0) await move(index % 2 === 0 ? "B" : "A");
      const undone = json(await well("rollout", "undo", "--to-revision", String(index + 1), "--wait", "--json"));
      expect(undone).toMatchObject({ to: index + 1, revision: 11 + index, services: ["web"] });
      expect(tidy(await running())).toEqual(expected(state));
    }
    const after = json(await well("rollout", "history", "--json"))["revisions"] as Array<Record<string, unknown>>;
    expect(after.map((one) => `${String(one["revision"])} ${String(one["cause"])}`)).toEqual(
      Array.from({ length: 10 }, (_one, index) => `${20 - index} rolled back to r${10 - index}`),
    );
  });

  test("an image that nobody names any more is found by its id, and one that is gone is said", async () => {
    await move("A");
    await write({ mode: "one", replicas: 1 });
    await well("up");
    await docker("build", "-q", "-t", `${app}:1`, "--label", `gone=${name}`, folder);
    const made = await docker("inspect", "--format", "{{.Id}}", `${app}:1`);
    await well("up");
    await move("B");
    await well("up");
    const undone = await well("rollout", "undo");
    expect(await running()).toEqual([expect.stringContaining(made)]);
    expect(undone.stderr).toContain("The stack file still says otherwise");
    expect(undone.stderr).toContain(`web: image ${made.slice(0, 19)} -> ${app}:1`);
    expect((await well("plan")).stdout).toContain("image changed");

    await well("rollout", "undo", "--to-revision", "r1");
    await docker("rmi", made);
    const gone = await stack("rollout", "undo", "--to-revision", "2", "--json");
    expect(gone.code).toBe(1);
    expect(json(gone)).toMatchObject({
      error: { code: "image", message: expect.stringContaining(`${app}:1 (${made.slice(7, 19)})`) },
    });
    expect(await running()).toEqual([expect.stringContaining(A)]);
  });

  test("an image built anew is a revision of its own, and the one before it can be had again", async () => {
    const services = "services:\n  web:\n    build: .\n    command: [sleep, '600']\n    stop_grace_period: 0s\n";
    const dockerfile = (text: string) =>
      writeFile(join(folder, "Dockerfile"), `FROM busybox:stable\nLABEL gantry.test=${name}-${text}\n`);
    await writeFile(file, `name: ${name}\n${services}`);
    try {
      await dockerfile("one");
      await well("up");
      const [first] = await running();
      await dockerfile("two");
      await well("up", "--build");
      const [second] = await running();
      expect(second).not.toBe(first);
      await well("up", "--build");
      const history = json(await well("rollout", "history", "--json"))["revisions"] as Array<{ changes: string[] }>;
      expect(history.map((one) => one.changes[0])).toEqual([expect.stringMatching(/^web: image /), "with web"]);
      await well("rollout", "undo");
      expect(await running()).toEqual([first]);
      await well("rollout", "undo");
      expect(await running()).toEqual([second]);
    } finally {
      await stack("down");
      const made = await docker("images", "-qa", "--filter", `label=gantry.test=${name}-one`);
      await exec("docker", ["rmi", "-f", `${name}-web`, ...made.split("\n").filter((id) => id !== "")]);
    }
  });

  test("contents of configs come from the file, or the roll back is refused and changes nothing", async () => {
    const config = (text: string) => `    configs: [app]\nconfigs:\n  app:\n    content: ${text}\n`;
    await move("A");
    const said = async () => docker("exec", (await ids("web"))[0] ?? "", "cat", "/app");
    await write({ mode: "one", replicas: 1 }, config("old"));
    await well("up");
    await write({ mode: "two", replicas: 1 }, config("new"));
    await well("up");
    expect(await said()).toBe("new");
    const refused = await stack("rollout", "undo");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("config app in revision 1 cannot be restored");
    expect(await said()).toBe("new");
    await write({ mode: "three", replicas: 1 }, config("old"));
    await well("rollout", "undo");
    expect(await said()).toBe("old");
    expect(tidy(await running())).toEqual(expected({ image: "A", mode: "one", replicas: 1 }));
  });
});

describe("gantry rollout", () => {
  const db = "  db:\n    image: busybox:stable\n    command: [sleep, '600']\n    stop_grace_period: 0s\n";

  test("undo of one service leaves the others; a stack is found by its name alone", async () => {
    await move("A");
    await write({ mode: "one", replicas: 1 }, db);
    await well("up");
    await write({ mode: "two", replicas: 2 }, `${db}    environment: {MODE: new}\n`);
    await well("up");
    const before = await ids("db");
    const undone = await exec(process.execPath, [
      cli,
      "-p",
      name,
      "-f",
      join(folder, "none.yaml"),
      "rollout",
      "undo",
      "web",
    ]);
    expect(undone.code).toBe(0);
    expect(tidy(await running())).toEqual(expected({ image: "A", mode: "one", replicas: 1 }));
    expect(await ids("db")).toEqual(before);
    const history = (await well("rollout", "history", "web")).stdout;
    expect(history).toMatch(/r3 .*rolled back to r1 \(web\) .*web: replicas 2 -> 1, environment \(MODE\)/);
    expect((await well("rollout", "history", "--revision", "r2")).stdout).toMatch(/web +2 +grev-\S+:1 +sha256:/);
  });

  test("restart replaces every replica and makes no revision; status counts", async () => {
    await move("A");
    await write({ mode: "one", replicas: 2 }, db);
    await well("up");
    const [web, others] = [await ids("web"), await ids("db")];
    expect((await well("rollout", "restart", "web", "--wait")).stderr).toContain("restart asked for");
    expect((await ids("web")).filter((id) => web.includes(id))).toEqual([]);
    expect(await ids("db")).toEqual(others);
    expect(json(await well("rollout", "status", "--json"))).toMatchObject({
      revision: 1,
      done: true,
      services: [
        { service: "web", updated: 2, ready: 2, wanted: 2 },
        { service: "db", updated: 1, ready: 1, wanted: 1 },
      ],
    });
    // Never well: a replica that is only missing could be healed meanwhile by a window that somebody has open.
    const sick = db.replace("db:", "sick:") + "    healthcheck: {test: [CMD, 'false'], interval: 1s, retries: 1}\n";
    await write({ mode: "one", replicas: 2 }, db + sick);
    await well("up");
    const late = await stack("rollout", "status", "--wait", "--timeout", "2", "--json");
    expect(late.code).toBe(4);
    expect(json(late)).toMatchObject({
      error: { code: "unhealthy", message: expect.stringContaining("in time: sick has 1 of 1 updated, 0 ready") },
    });
  });

  test("pause is seen by the next process, and resume applies", async () => {
    await move("A");
    await write({ mode: "one", replicas: 1 }, db);
    await well("up");
    expect((await well("rollout", "pause", "web")).stdout).toBe("web: paused\n");
    expect(json(await well("rollout", "status", "--json"))).toMatchObject({
      services: [{ service: "web", paused: true }, { paused: false }],
    });
    const refused = await stack("rollout", "restart", "web");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("web is paused.")]);
    await docker("rm", "-f", (await ids("web"))[0] ?? "");
    expect((await well("rollout", "resume")).stdout).toBe("web: resumed\n");
    expect(await running()).toHaveLength(1);
    expect((await well("rollout", "resume")).stdout).toBe(`${name}: nothing is paused\n`);
  });

  test("an update waits at the pause until another process resumes it", async () => {
    await move("A");
    await write({ mode: "one", replicas: 2 });
    await well("up");
    await write({ mode: "two", replicas: 2 }, "", slowly);
    const update = stack("up");
    const half = [expect.stringContaining("MODE=one"), expect.stringContaining("MODE=two")];
    await vi.waitFor(async () => expect(await running()).toEqual(half), { timeout: 30_000, interval: 100 });
    await well("rollout", "pause", "web");
    // Longer than the delay after which it would go on.
    expect(await Promise.race([update, sleep(DELAY + 2000, "waits")])).toBe("waits");
    const status = json(await well("rollout", "status", "--json"))["services"] as Array<{ status: string }>;
    expect(status[0]?.status).toBe("paused, 1 still on the old state");
    expect(await running()).toEqual(half);
    expect((await well("rollout", "resume", "web")).stdout).toBe("web: resumed, the update that waited goes on\n");
    expect((await update).code).toBe(0);
    expect(tidy(await running())).toEqual(expected({ image: "A", mode: "two", replicas: 2 }));

    // An update of a paused service is written down and not begun: rolling back ends the pause.
    await well("rollout", "pause", "web");
    await write({ mode: "three", replicas: 2 }, "", slowly);
    expect((await well("up")).stderr).toContain("The rollout of web is paused: ");
    expect(tidy(await running())).toEqual(expected({ image: "A", mode: "two", replicas: 2 }));
    const undone = await well("rollout", "undo");
    expect(undone.stderr).toContain("web was paused, and is not any more.");
    expect(tidy(await running())).toEqual(expected({ image: "A", mode: "two", replicas: 2 }));
  });

  test("bad input is 2 and says what there is", async () => {
    await move("A");
    await write({ mode: "one", replicas: 1 });
    const said = async (...args: string[]) => {
      const { code, stderr } = await stack("rollout", ...args);
      return [code, stderr.trim().split("\n").slice(-2).join(" / ")];
    };
    expect(await said("history")).toEqual([2, expect.stringContaining("was never applied here")]);
    expect(await said("undo")).toEqual([2, expect.stringContaining("Nothing to undo")]);
    await well("up");
    expect(await said("undo")).toEqual([2, expect.stringContaining("Nothing to undo")]);
    expect(await said("undo", "--to-revision", "7")).toEqual([
      2,
      expect.stringMatching(/no revision 7 .*Kept are r1\./),
    ]);
    expect(await said("undo", "wbe")).toEqual([2, expect.stringMatching(/no service wbe .*There are: web\./)]);
    expect(await said("pause", "wbe")).toEqual([2, expect.stringMatching(/no service wbe .*There are: web\./)]);
    expect(await said("bogus")).toEqual([2, expect.stringMatching(/no command rollout bogus.*status, history/)]);
    expect(await said("undo", "--to-revision", "last")).toEqual([2, expect.stringContaining("--to-revision last")]);
  });
});

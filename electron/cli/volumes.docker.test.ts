import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { docker, gantry, run } from "./testing.ts";

/** `gantry volumes` and `gantry endpoints` on the real engine. */
const name = `gvol-${process.pid}`;
let folder: string;
const stack = (...args: string[]) => gantry(["-f", join(folder, "compose.yaml"), ...args], { cwd: folder });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
const listed = async () => json((await stack("volumes", "--json")).stdout)["volumes"] as Array<Record<string, unknown>>;
const inVolume = (volume: string, script: string) =>
  docker(
    "run",
    "--rm",
    "--network",
    "none",
    "-v",
    `${name}_${volume}:/v`,
    "busybox:stable",
    "sh",
    "-ec",
    `cd /v; ${script}`,
  );
const helpers = () => docker("ps", "-aq", "--filter", `label=dev.gantry.helper=${name}`);

const text = `name: ${name}
services:
  db:
    image: busybox:stable
    command: [sleep, '600']
    stop_grace_period: 0s
    volumes: [data:/data, "copy:/copy", "big:/big"]
volumes: {data: {}, copy: {}, big: {}}
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gantry-volumes-"));
  await writeFile(join(folder, "compose.yaml"), text);
  expect(await stack("up", "--wait")).toMatchObject({ code: 0 });
  await inVolume(
    "data",
    `mkdir -p sub/deep; echo hello > sub/a; chmod 640 sub/a; chown 33:44 sub/a; ln -s sub/a link; ln sub/a hard
     echo secret > sub/deep/b; chmod 4711 sub/deep/b; chown 1000:1000 sub; chmod 2770 sub; touch -d '2001-02-03 04:05:06' sub/a; mkfifo pipe; chmod 1770 .; chown 5:6 .`,
  );
});

afterAll(async () => {
  await stack("down", "--volumes");
  await rm(folder, { recursive: true });
});

/** Everything of a tree but the time of its root, which every entry that comes in changes. */
const tree = (volume: string) =>
  inVolume(
    volume,
    `find . | sort | while read f; do stat -c '%n %a %u %g %F %h %Y' "$f"; done | sed '1s/ [0-9]*$//'; readlink link; cat sub/a sub/deep/b hard`,
  );

test("volumes are listed with size, users, last use and whether the file has them", async () => {
  const rows = await listed();
  expect(rows.map((one) => one["key"])).toEqual(["big", "copy", "data"]);
  expect(rows[2]).toMatchObject({
    name: `${name}_data`,
    driver: "local",
    users: [{ name: `${name}-db-1`, running: true }],
    inFile: true,
  });
  expect(rows[2]?.["size"]).toBeGreaterThanOrEqual(13);
  expect((await stack("volumes")).stdout).toMatch(new RegExp(`${name}_data +local +\\d+ B +${name}-db-1 +now +yes`));
});

test("a volume goes to a file and back: modes, owners, times, links", async () => {
  const file = join(folder, "data.tar");
  expect(await stack("volumes", "export", "data", file)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("in use"),
  });
  const imported = await stack("volumes", "import", "data.tar", "copy");
  expect(imported).toMatchObject({ code: 2, stderr: expect.stringContaining("in use") });
  expect(await stack("volumes", "import", "data.tar", "copy", "--yes")).toMatchObject({ code: 0 });
  const [before, after] = [await tree("data"), await tree("copy")];
  expect(after).toBe(before);
  expect(before).toMatch(/^\. 1770 5 6 directory/);
  expect(before).toContain("./sub/deep/b 4711");
  expect(before).toContain("./sub 2770 1000 1000");
  expect(before).toContain("./sub/a 640 33 44 regular file 2 981173106");
  expect(before).toContain("./pipe");
  expect(await helpers()).toBe("");
});

test("a volume that is not empty asks; without anybody to ask it is refused and nothing changes", async () => {
  await stack("volumes", "export", "data", "again.tar");
  const before = await tree("data");
  const refused = await stack("volumes", "import", "again.tar", "data");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/not empty.*\n.*--yes/s) });
  const overwritten = await stack("volumes", "export", "data", "again.tar");
  expect(overwritten).toMatchObject({ code: 2, stderr: expect.stringContaining("exists") });
  expect(await tree("data")).toBe(before);
});

describe("bad input says what, where, why and what next, and leaves nothing", () => {
  test.each([
    ["an unknown volume", ["export", "dta", "x.tar"], 1, /no volume dta.*\n.*big, copy, data/s],
    [
      "a folder that is not there",
      ["export", "data", "no/such/x.tar"],
      2,
      /no\/such\/x\.tar cannot be written: its folder does not exist/,
    ],
    ["a file that is not there", ["import", "none.tar", "data"], 2, /none\.tar cannot be read: there is no such file/],
    [
      "a file that is no archive",
      ["import", "compose.yaml", "data", "-y"],
      2,
      /compose\.yaml cannot be read: it is no tar archive/,
    ],
    ["no name", ["rm"], 2, /needs a name.*\n.*gantry volumes rm data/s],
    ["too much", ["export", "data", "a.tar", "b.tar"], 2, /needs a volume and a file/],
    ["an unknown verb", ["remove", "data"], 2, /does not know remove.*\n.*rm/s],
    ["a volume in use", ["rm", "data", "--yes"], 1, new RegExp(`used by ${name}-db-1.*\\n.*gantry down`, "s")],
  ])("%s", async (_what, args, code, words) => {
    const before = await readdir(folder);
    const ended = await stack("volumes", ...args);
    expect(ended.stderr).toMatch(words);
    expect(ended.code).toBe(code);
    expect(await readdir(folder)).toEqual(before);
    expect(await helpers()).toBe("");
  });

  test("somebody else's volume", async () => {
    const other = `${name}-other`;
    await docker("volume", "create", other);
    try {
      expect(await stack("volumes", "rm", other, "--yes")).toMatchObject({ code: 1 });
      expect(await docker("volume", "ls", "-q", "--filter", `name=${other}`)).toBe(other);
    } finally {
      await docker("volume", "rm", other);
    }
  });
});

test("400 MB are streamed, and a cancelled copy leaves neither helper nor half a file", async () => {
  await inVolume("big", "dd if=/dev/zero of=blob bs=1M count=400 2>/dev/null");
  let peak = 0;
  const args = ["-f", join(folder, "compose.yaml"), "volumes", "export", "big", "big.tar"];
  const watch = (child: ChildProcess) => {
    const timer = setInterval(() => {
      void readFile(`/proc/${child.pid}/status`, "utf8").then(
        (status) => (peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))),
        () => clearInterval(timer),
      );
    }, 20);
  };
  expect(await gantry(args, { cwd: folder, begun: watch })).toMatchObject({ code: 0 });
  expect((await stat(join(folder, "big.tar"))).size).toBeGreaterThan(400 * 2 ** 20);
  process.stdout.write(`volumes: export of 400 MB, peak memory ${Math.round(peak / 1024)} MB\n`);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(250 * 1024);
  await rm(join(folder, "big.tar"));

  const cancelled = await gantry(args, {
    cwd: folder,
    begun: (child) =>
      void vi.waitFor(() => stat(join(folder, "big.tar.part")), 10_000).then(() => child.kill("SIGINT")),
  });
  expect(cancelled.code).toBe(1);
  expect(cancelled.stderr).toContain("Cancelled");
  expect((await readdir(folder)).filter((one) => one.startsWith("big"))).toEqual([]);
  expect(await helpers()).toBe("");
});

test("endpoints name every replica on every network", async () => {
  const ended = await stack("endpoints", "--json");
  const address = await docker(
    "inspect",
    "-f",
    `{{(index .NetworkSettings.Networks "${name}_default").IPAddress}}`,
    `${name}-db-1`,
  );
  expect(json(ended.stdout)).toEqual({
    stack: name,
    endpoints: [
      {
        service: "db",
        replica: `${name}-db-1`,
        network: `${name}_default`,
        names: ["db", `${name}-db-1`],
        address,
        ports: [],
        status: "ready",
        reason: "running",
        gateway: false,
      },
    ],
  });
  expect(await stack("endpoints", "web")).toMatchObject({ code: 2, stderr: expect.stringContaining("It has: db.") });
});

test("what nobody uses is removed when asked for, with its loss said first", async () => {
  expect(await stack("down")).toMatchObject({ code: 0 });
  const rows = await listed();
  expect(rows.map((one) => [one["key"], one["users"]])).toEqual([
    ["big", []],
    ["copy", []],
    ["data", []],
  ]);
  const refused = await stack("volumes", "rm", "data");
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/deletes .*_data: \d+ B, \d+ files and folders/),
  });
  expect(await stack("volumes", "rm", "data", `${name}_big`, "--yes")).toMatchObject({ code: 0 });
  expect((await listed()).map((one) => one["key"])).toEqual(["copy"]);
  expect((await run("docker", ["volume", "inspect", `${name}_data`])).code).not.toBe(0);
});

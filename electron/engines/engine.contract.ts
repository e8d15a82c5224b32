import { Readable, Writable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LogLine } from "../../shared/contract.ts";
import { GantryError } from "../../shared/errors.ts";
import type { Connection, EngineEvent, Replica } from "../../shared/observed.ts";
import { linesOf } from "../../shared/plan.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { streamBytes, tarEntries } from "../host/tar-entries.ts";
import { tarOf } from "./docker/tar.ts";
import type { Desired, Engine, Observed, PlanOptions } from "./engine.ts";
import { carryOut, comesFirst, desiredOf, projectOf } from "./testing.ts";

/** What the suite needs of an engine under test, and of the world around it. */
export interface EngineUnderTest {
  engine: Engine;
  /** What others do to the engine, past Gantry. */
  outside: {
    kill(replica: string): Promise<void>;
    remove(replica: string): Promise<void>;
  };
  /** Takes away what the suite made of this stack, whatever state it is in. */
  cleanUp(stack: string): Promise<void>;
  close(): Promise<void>;
}

const apply: PlanOptions = { mode: "apply", cause: "test" };

/** The behaviour every engine has. `make` answers a fresh engine; images `busybox:stable` must be there. */
export function engineContract(name: string, make: () => Promise<EngineUnderTest>): void {
  describe(`engine contract: ${name}`, () => {
    let under: EngineUnderTest;
    let engine: Engine;
    let stack = "";
    let count = 0;
    const run = `${process.pid}${Math.random().toString(36).slice(2, 6)}`;

    beforeAll(async () => {
      under = await make();
      engine = under.engine;
    });
    afterEach(async () => {
      if (stack !== "") await under.cleanUp(stack);
      stack = "";
    });
    afterAll(async () => under.close());

    /** A project of a name that nobody else has. */
    const project = (
      services: Record<string, Partial<Service>>,
      more: (stack: string) => Partial<Project> = () => ({}),
    ) => {
      if (stack === "") stack = `gtest-${run}-${(count += 1)}`;
      return projectOf(stack, services, more(stack));
    };
    const planFor = async (desired: Desired, options: Partial<PlanOptions> = {}) =>
      engine.plan(desired, await engine.observe(), { ...apply, ...options });
    const up = async (desired: Desired, options: Partial<PlanOptions> = {}) => {
      const plan = await planFor(desired, options);
      expect(plan.notes.filter((note) => note.severity === "blocker")).toEqual([]);
      await carryOut(engine, plan);
      return plan;
    };
    const mine = async (service?: string): Promise<Replica[]> =>
      replicasOf(await engine.observe(), stack).filter((one) => service === undefined || one.service === service);
    const only = async (service: string): Promise<Replica> => {
      const [replica] = await mine(service);
      if (replica === undefined) throw new Error(`no replica of ${service}`);
      return replica;
    };
    const brief = (lines: ReturnType<typeof linesOf>) => lines.map((line) => line.id);

    test("says what it is", async () => {
      const info = await engine.info();
      expect(info.cpus).toBeGreaterThan(0);
      expect(info.memory).toBeGreaterThan(2 ** 20);
    });

    test("brings a stack up, and finds nothing to do the second time", async () => {
      const desired = desiredOf(project({ web: { scale: 3 }, db: {} }));
      await up(desired);
      const replicas = await mine();
      expect(replicas.map((one) => `${one.service}-${one.number} ${one.state} ${one.ours}`).sort()).toEqual([
        "db-1 running true",
        "web-1 running true",
        "web-2 running true",
        "web-3 running true",
      ]);
      expect(replicas.every((one) => one.networks.some((network) => network.name === `${stack}_default`))).toBe(true);
      expect(brief(linesOf((await planFor(desired)).operations))).toEqual([]);
    });

    test("keeps what was applied on the engine itself", async () => {
      const desired = desiredOf(project({ web: {} }));
      await up(desired, { cause: "first" });
      const applied = (await engine.observe()).applied[stack];
      expect(applied).toMatchObject({ revision: 1, cause: "first", files: desired.files, desired });
      await up(desiredOf(project({ web: { scale: 2 } })), { cause: "second" });
      const after = await engine.observe();
      expect(after.applied[stack]).toMatchObject({ revision: 2, cause: "second" });
      expect(after.revisions?.[stack]).toEqual([1, 2]);
      expect(Object.keys(after.volumes).filter((one) => one.includes(stack))).toEqual([]);
    });

    test("keeps the revisions of a stack with their images, newest first", async () => {
      await up(desiredOf(project({ web: {}, db: {} })), { cause: "first" });
      await up(desiredOf(project({ web: { scale: 2 }, db: {} })), { cause: "second", services: ["web"] });
      const seen = await engine.observe();
      const id = seen.imageIds?.["busybox:stable"];
      expect(id).toMatch(/^sha256:/);
      const revisions = await engine.revisions(stack);
      expect(revisions.map(({ revision, cause }) => `${revision} ${cause}`)).toEqual(["2 second", "1 first"]);
      expect(revisions.map(({ desired }) => desired.project.services["web"]?.scale)).toEqual([2, undefined]);
      for (const { images } of revisions) {
        expect(images).toMatchObject({ web: { image: "busybox:stable", id }, db: { image: "busybox:stable", id } });
      }
      expect(revisions[0]).toEqual(seen.applied[stack]);
      expect(await engine.revisions(`${stack}-other`)).toEqual([]);
    });

    test("the same model on an image that moved is a revision of its own", async () => {
      const desired = desiredOf(project({ web: {} }));
      await up(desired);
      const seen = await engine.observe();
      const moved = { ...seen, imageIds: { ...seen.imageIds, "busybox:stable": "sha256:another" } };
      expect(brief(linesOf(engine.plan(desired, moved, apply).operations))).toEqual(["record revision r2"]);
      expect(brief(linesOf(engine.plan({ ...desired, want: "stopped" }, moved, apply).operations))).toEqual([
        "record revision r2",
        "stop replica web-1",
      ]);
    });

    test("names the replicas that are not as the model says", async () => {
      await up(desiredOf(project({ web: { scale: 2 }, db: {} })));
      const newer = desiredOf(project({ web: { scale: 3, environment: { A: "1" } }, db: { scale: 2 } }));
      const seen = await engine.observe();
      const held = { ...seen, paused: { [stack]: ["web"] } };
      const ids = replicasOf(seen, stack).filter((one) => one.service === "web");
      expect(engine.outdated(newer, held)).toEqual(
        Object.fromEntries(ids.map((one) => [one.id, "environment changed"])),
      );
      await up(newer);
      expect(engine.outdated(newer, await engine.observe())).toEqual({});
    });

    test("a pause is seen by all, ends when it is taken away, and goes with the stack", async () => {
      await up(desiredOf(project({ web: {}, db: {} })));
      await engine.pause(stack, "web", true);
      await engine.pause(stack, "web", true);
      await engine.pause(stack, "db", true);
      const held = await engine.observe();
      expect(held.paused?.[stack]).toEqual(["db", "web"]);
      expect(Object.keys(held.volumes).filter((one) => one.includes(stack))).toEqual([]);
      await engine.pause(stack, "web", false);
      await engine.pause(stack, "web", false);
      expect((await engine.observe()).paused?.[stack]).toEqual(["db"]);
      await up(desiredOf(project({ web: {}, db: {} }), "absent"));
      expect((await engine.observe()).paused?.[stack]).toBeUndefined();
    });

    test("scales up to the lowest free numbers and down from the highest", async () => {
      await up(desiredOf(project({ web: { scale: 3 } })));
      const [, second] = await mine("web");
      await under.outside.remove(second?.id ?? "");
      await up(desiredOf(project({ web: { scale: 4 } })));
      expect((await mine("web")).map((one) => one.number)).toEqual([1, 2, 3, 4]);
      await up(desiredOf(project({ web: { scale: 1 } })));
      expect((await mine("web")).map((one) => one.number)).toEqual([1]);
    });

    test("replaces replicas whose configuration changed, one at a time", async () => {
      await up(desiredOf(project({ web: { scale: 2, environment: { A: "1" } }, db: {} })));
      const before = await mine();
      const desired = desiredOf(project({ web: { scale: 2, environment: { A: "2" } }, db: {} }));
      const plan = await up(desired);
      expect(plan.operations.find((one) => one.id === "remove replica web-1")?.cause).toBe("environment changed");
      // The new one first, then the old one it stands for; the next pair after that.
      expect(comesFirst(plan, "stop replica web-1")).toContain("start replica web-3");
      expect(comesFirst(plan, "create replica web-1")).toContain("remove replica web-1");
      expect(comesFirst(plan, "stop replica web-2")).toContain("start replica web-1");
      const after = await mine();
      const ids = (list: Replica[], service: string) =>
        list.filter((one) => one.service === service).map((one) => one.id);
      expect(ids(after, "db")).toEqual(ids(before, "db"));
      expect(ids(after, "web").some((id) => ids(before, "web").includes(id))).toBe(false);
      expect(brief(linesOf((await planFor(desired)).operations))).toEqual([]);
    });

    test("starts dependents when what they need is healthy or has completed", async () => {
      const healthcheck = { test: ["CMD", "true"], interval: "200ms", timeout: "2s", retries: 3 };
      const needs = (condition: "service_healthy" | "service_completed_successfully") => ({
        condition,
        required: true,
      });
      await up(
        desiredOf(
          project({
            web: { depends_on: { db: needs("service_healthy"), migrate: needs("service_completed_successfully") } },
            db: { healthcheck },
            migrate: { command: ["true"], restart: "no", depends_on: { db: needs("service_healthy") } },
          }),
        ),
      );
      const [web, db, migrate] = await Promise.all([only("web"), only("db"), only("migrate")]);
      expect(db.health).toBe("healthy");
      expect([migrate.state, migrate.exitCode]).toEqual(["exited", 0]);
      expect(web.startedAt ?? 0).toBeGreaterThanOrEqual(migrate.finishedAt ?? Number.MAX_SAFE_INTEGER);
    });

    test("fails with the reason when a dependency does not complete", async () => {
      const plan = await planFor(
        desiredOf(
          project({
            web: { depends_on: { migrate: { condition: "service_completed_successfully", required: true } } },
            migrate: { command: ["sh", "-c", "exit 3"], restart: "no" },
          }),
        ),
      );
      await expect(carryOut(engine, plan)).rejects.toThrow("migrate-1 did not complete: exit code 3");
    });

    test("makes nothing when an image does not exist, and says which", async () => {
      const missing = "registry.invalid/gantry/missing:1";
      const desired = desiredOf(project({ web: { image: missing }, db: {} }));
      const plan = await planFor(desired);
      const failure = await carryOut(engine, plan).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(GantryError);
      expect(failure).toMatchObject({ code: "image" });
      expect((failure as GantryError).message).toContain(missing);
      const seen = await engine.observe();
      expect(replicasOf(seen, stack)).toEqual([]);
      expect(Object.values(seen.networks).filter((one) => one.stack === stack)).toEqual([]);
      expect(seen.applied[stack]).toBeUndefined();
    });

    test("stops and starts again without making anything anew", async () => {
      const running = desiredOf(project({ web: { scale: 2 } }));
      await up(running);
      const before = (await mine()).map((one) => one.id).sort();
      await up({ ...running, want: "stopped" });
      expect((await mine()).map((one) => one.state)).toEqual(["exited", "exited"]);
      expect((await engine.observe()).applied[stack]?.desired.want).toBe("stopped");
      await up(running);
      expect((await mine()).map((one) => one.state)).toEqual(["running", "running"]);
      expect((await mine()).map((one) => one.id).sort()).toEqual(before);
    });

    test("takes a stack away, its volumes only when asked", async () => {
      const desired = desiredOf(
        project({ web: { volumes: [{ type: "volume", source: "data", target: "/data" }] } }, (stack) => ({
          volumes: { data: { name: `${stack}_data` } },
        })),
      );
      await up(desired);
      await up({ ...desired, want: "absent" });
      const left = await engine.observe();
      expect(replicasOf(left, stack)).toEqual([]);
      expect(Object.values(left.networks).filter((one) => one.stack === stack)).toEqual([]);
      expect(left.applied[stack]).toBeUndefined();
      expect(left.volumes[`${stack}_data`]).toMatchObject({ ours: true, stack });
      await up({ ...desired, want: "absent" }, { removeVolumes: true });
      expect((await engine.observe()).volumes[`${stack}_data`]).toBeUndefined();
    });

    describe("volumes", () => {
      const withData = (services = ["web"]) =>
        desiredOf(
          project(
            Object.fromEntries(
              services.map((name) => [name, { volumes: [{ type: "volume", source: "data", target: "/data" }] }]),
            ),
            (stack) => ({ volumes: { data: { name: `${stack}_data` } } }),
          ),
        );
      const signal = AbortSignal.timeout(60_000);
      const contents = [
        { path: "a.txt", content: "one", mode: 0o640, uid: 7, gid: 8 },
        { path: "b.txt", content: "two", mode: 0o600, uid: 0, gid: 0 },
      ];
      const read = async (name: string) => {
        const chunks: Buffer[] = [];
        const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => done(void chunks.push(chunk)) });
        await engine.volumes.export(stack, name, sink, signal);
        const found = [];
        for await (const one of tarEntries(streamBytes(Readable.from(chunks)))) if (one.type === "0") found.push(one);
        return found.map(({ name, mode, uid, gid, size }) => ({ name: name.replace("./", ""), mode, uid, gid, size }));
      };

      test("are listed with who uses them; records and locks are none", async () => {
        await up(withData());
        const [facts, ...more] = await engine.volumes.list(stack, signal);
        expect(more).toEqual([]);
        expect(facts).toMatchObject({ name: `${stack}_data`, key: "data", driver: "local", size: 0 });
        expect(facts?.users).toEqual([{ name: `${stack}-web-1`, running: true }]);
        expect(Math.abs((facts?.lastUse ?? 0) - Date.now())).toBeLessThan(60_000);
      });

      test("take an archive and give it back with modes and owners, and are counted", async () => {
        await up(withData());
        const name = `${stack}_data`;
        expect(await engine.volumes.count(stack, name, 100, signal)).toBe(0);
        await engine.volumes.import(stack, name, Readable.from([tarOf(contents)]), signal);
        expect(await read(name)).toEqual([
          { name: "a.txt", mode: 0o640, uid: 7, gid: 8, size: 3 },
          { name: "b.txt", mode: 0o600, uid: 0, gid: 0, size: 3 },
        ]);
        expect(await engine.volumes.count(stack, name, 100, signal)).toBe(2);
        expect(await engine.volumes.count(stack, name, 1, signal)).toBe(1);
        expect((await engine.volumes.list(stack, signal))[0]?.size).toBe(6);
      });

      test("are removed when nothing uses them, and only those of the stack", async () => {
        const desired = withData();
        await up(desired);
        const name = `${stack}_data`;
        await expect(engine.volumes.remove(stack, name)).rejects.toMatchObject({
          code: "failed",
          message: expect.stringContaining(`${stack}-web-1`),
        });
        await up({ ...desired, want: "absent" });
        await expect(engine.volumes.remove("another", name)).rejects.toMatchObject({ code: "foreign" });
        await expect(engine.volumes.remove(stack, `${name}x`)).rejects.toMatchObject({ code: "not-found" });
        await engine.volumes.remove(stack, name);
        expect(await engine.volumes.list(stack, signal)).toEqual([]);
      });
    });

    test("heals what was killed or removed from outside, and changes nothing else", async () => {
      const desired = desiredOf(project({ web: { scale: 3 } }));
      await up(desired);
      const [first, second, third] = await mine("web");
      await under.outside.kill(first?.id ?? "");
      await under.outside.remove(second?.id ?? "");
      const plan = await planFor(desired, { mode: "heal", cause: "self-healing" });
      expect(brief(linesOf(plan.operations)).sort()).toEqual([
        "create replica web-2",
        "start replica web-1",
        "start replica web-2",
      ]);
      await carryOut(engine, plan);
      const healed = await mine("web");
      expect(healed.map((one) => one.state)).toEqual(["running", "running", "running"]);
      expect(healed.map((one) => one.id)).toEqual(expect.arrayContaining([first?.id, third?.id]));
      const smaller = desiredOf(project({ web: { scale: 1, environment: { NEW: "1" } } }));
      expect(brief(linesOf((await planFor(smaller, { mode: "heal" })).operations))).toEqual([]);
    });

    test("replaces a replica that it is told to replace", async () => {
      const desired = desiredOf(project({ web: { scale: 2 } }));
      await up(desired);
      const [first, second] = await mine("web");
      const plan = await planFor(desired, { mode: "heal", replace: { [first?.id ?? ""]: "unhealthy" } });
      expect(plan.operations.map((one) => `${one.id}: ${one.cause}`)).toEqual([
        "stop replica web-1: unhealthy",
        "remove replica web-1: unhealthy",
        "create replica web-1: unhealthy",
        "start replica web-1: unhealthy",
      ]);
      await carryOut(engine, plan);
      const after = await mine("web");
      expect(after.map((one) => one.id)).toContain(second?.id);
      expect(after.map((one) => one.id)).not.toContain(first?.id);
    });

    test("names orphans and removes them when asked", async () => {
      await up(desiredOf(project({ web: {}, old: {} })));
      const desired = desiredOf(project({ web: {} }));
      const plan = await planFor(desired);
      expect(plan.notes.map((note) => note.message)).toEqual(["Running, but not in the file: old-1."]);
      expect(brief(linesOf(plan.operations))).toEqual(["record revision r2"]);
      await up(desired, { removeOrphans: true });
      expect((await mine()).map((one) => one.service)).toEqual(["web"]);
    });

    test("takes back what was made and not started", async () => {
      const plan = await planFor(desiredOf(project({ web: {} })));
      const made = await carryOut(engine, {
        ...plan,
        operations: plan.operations.filter((one) => one.verb !== "start"),
      });
      for (const operation of made.toReversed()) await engine.undo(operation);
      const left = await engine.observe();
      expect(replicasOf(left, stack)).toEqual([]);
      expect(Object.values(left.networks).filter((one) => one.stack === stack)).toEqual([]);
      expect(left.applied[stack]).toBeUndefined();
    });

    test("an operation carried out twice does no harm", async () => {
      const plan = await planFor(desiredOf(project({ web: {} })));
      await carryOut(engine, plan);
      const again = plan.operations.filter((one) => one.kind === "replica");
      await carryOut(engine, { ...plan, operations: again });
      expect((await mine()).map((one) => one.state)).toEqual(["running"]);
    });

    test("refuses a host port that is taken, with its number", async () => {
      const port = { target: 80, published: "18931", mode: "host" };
      await up(desiredOf(project({ web: { ports: [port] } })));
      const other = desiredOf(project({ web: { ports: [port] }, rival: { ports: [port] } }));
      await expect(carryOut(engine, await planFor(other))).rejects.toMatchObject({
        code: "port-taken",
        message: expect.stringContaining("18931"),
      });
    });

    test("one process at a time changes a stack", async () => {
      project({});
      const release = await engine.lock(stack, `elsewhere:4711:a`);
      await expect(engine.lock(stack, `elsewhere:4712:b`)).rejects.toMatchObject({
        code: "locked",
        message: expect.stringContaining("4711"),
      });
      expect((await engine.observe()).locks[stack]).toMatchObject({ owner: "elsewhere:4711:a" });
      await release();
      const again = await engine.lock(stack, `elsewhere:4712:b`);
      await again();
      expect((await engine.observe()).locks[stack]).toBeUndefined();
    });

    test("passes on the log, line by line", async () => {
      await up(
        desiredOf(project({ job: { command: ["sh", "-c", "echo first; echo second; exit 0"], restart: "no" } })),
      );
      await until(async () => (await only("job")).state === "exited");
      const lines: LogLine[] = [];
      const signal = AbortSignal.timeout(20_000);
      const { id } = await only("job");
      await engine.logs(id, { tail: 100, follow: false }, (line) => void lines.push(line), signal);
      expect(lines.map((line) => line.text)).toEqual(["first", "second"]);
      expect(
        lines.every((line) => line.at > Date.now() - 60_000 && line.stream === "stdout" && line.replica === id),
      ).toBe(true);
      await engine.logs(id, { tail: 1, follow: true }, (line) => void lines.push(line), signal);
      expect(lines.at(-1)?.text).toBe("second");
    });

    test("samples use of what runs", async () => {
      await up(desiredOf(project({ web: { scale: 2 } })));
      const ids = (await mine()).map((one) => one.id);
      await engine.usage(ids);
      const usage = await engine.usage([...ids, "no-such-replica"]);
      expect(Object.keys(usage).sort()).toEqual(ids.sort());
      for (const one of Object.values(usage)) expect(one.memory).toBeGreaterThan(0);
    });

    test("counts processor time from the start on, so that it never goes back", async () => {
      await up(desiredOf(project({ busy: { command: ["sh", "-c", "while :; do :; done"] } })));
      const { id } = await only("busy");
      const first = (await engine.usage([id]))[id];
      await new Promise((resolve) => setTimeout(resolve, 300));
      const second = (await engine.usage([id]))[id];
      expect(first?.cpuSeconds).toBeGreaterThanOrEqual(0);
      expect(second?.cpuSeconds).toBeGreaterThan(first?.cpuSeconds ?? 0);
      expect(second?.cpuSeconds ?? 0).toBeLessThan(10);
    });

    test("has no traffic where there is no gateway", async () => {
      await up(desiredOf(project({ web: {} })));
      expect(await engine.traffic(stack)).toEqual({});
      expect(await engine.traffic("no-such-stack")).toEqual({});
    });

    test("starts and stops single replicas", async () => {
      await up(desiredOf(project({ web: {} })));
      const { id } = await only("web");
      await engine.power(id, "stop");
      expect((await only("web")).state).toBe("exited");
      await engine.power(id, "start");
      expect((await only("web")).state).toBe("running");
    });

    test("a watch sees every change and ends when it is told to", async () => {
      const pictures: Observed[] = [];
      const events: EngineEvent[] = [];
      const connections: Connection[] = [];
      const stop = engine.watch({
        observed: (picture) => void pictures.push(picture),
        event: (event) => void events.push(event),
        connection: (connection) => void connections.push(connection),
      });
      try {
        await until(() => connections.at(-1)?.state === "live");
        const desired = desiredOf(project({ web: { scale: 2 } }));
        await up(desired);
        const seen = () => replicasOf(pictures.at(-1), stack);
        await until(() => seen().length === 2 && seen().every((one) => one.state === "running"));
        const [first] = seen();
        await under.outside.kill(first?.id ?? "");
        await until(() => seen().some((one) => one.state === "exited" && one.exitCode === 137));
        await under.outside.remove(first?.id ?? "");
        await until(() => seen().length === 1);
        await until(() => events.some((one) => one.stack === stack && one.title === "web-1 removed"));
        const titles = events.filter((one) => one.stack === stack).map((one) => one.title);
        expect(titles).toEqual(
          expect.arrayContaining(["web-1 created", "web-1 started", "web-1 died", "web-1 removed"]),
        );
        expect(new Set(events.map((one) => one.id)).size).toBe(events.length);
        await until(() => pictures.at(-1)?.applied[stack]?.revision === 1);
      } finally {
        stop();
      }
      const before = pictures.length;
      await up(desiredOf(project({ web: { scale: 1 } })));
      expect(pictures.length).toBe(before);
    });
  });
}

export function replicasOf(observed: Observed | undefined, stack: string): Replica[] {
  return Object.values(observed?.replicas ?? {})
    .filter((one) => one.stack === stack)
    .sort((a, b) => a.number - b.number);
}

/** Waits on a state, at most 20 s. */
export async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`never true: ${test.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

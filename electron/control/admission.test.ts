import { describe, expect, test } from "vitest";
import type { AppliedStack, Replica } from "../../shared/observed.ts";
import type { Service } from "../../shared/stack/project.ts";
import type { Desired, Observed } from "../engines/engine.ts";
import { desiredOf, projectOf } from "../engines/testing.ts";
import { admissionNotes } from "./admission.ts";

const MB = 2 ** 20;
const machine = { cpus: 4, memory: 2048 * MB };

const memory = (bytes: number, replicas = 1): Partial<Service> => ({
  scale: replicas,
  deploy: { resources: { reservations: { memory: String(bytes) } } },
});
const cores = (cpus: number, replicas = 1): Partial<Service> => ({
  scale: replicas,
  deploy: { resources: { reservations: { cpus } } },
});

const recordOf = (stack: string, desired: Desired): AppliedStack<Desired> => ({
  stack,
  revision: 1,
  at: 0,
  cause: "test",
  files: [],
  desired,
});

/** An engine on which these stacks were applied and have a container. */
function running(...stacks: Array<[name: string, services: Record<string, Partial<Service>>, want?: "stopped"]>) {
  const applied = stacks.map(([stack, services, want = "running" as const]) => {
    const desired = desiredOf(projectOf(stack, services), want);
    return [stack, recordOf(stack, desired)] as const;
  });
  const replicas = stacks.map(([stack]) => [stack, { id: stack, stack, ours: true } as Replica] as const);
  return {
    at: 0,
    replicas: Object.fromEntries(replicas),
    networks: {},
    volumes: {},
    images: new Set<string>(),
    applied: Object.fromEntries(applied),
    locks: {},
  } satisfies Observed;
}

const notesOf = (services: Record<string, Partial<Service>>, observed: Observed, only?: string[]) =>
  admissionNotes(projectOf("shop", services), observed, machine, only);

describe("reservations together", () => {
  test("what fits is not mentioned, to the last byte", () => {
    expect(notesOf({ web: memory(512 * MB, 4) }, running())).toEqual([]);
    expect(notesOf({ web: memory(512 * MB, 3), db: { mem_reservation: String(512 * MB) } }, running())).toEqual([]);
  });

  test("more than the engine has is refused, naming who holds what over all running stacks", () => {
    const observed = running(["lab", { train: memory(1024 * MB), idle: memory(99 * MB, 0) }]);
    expect(notesOf({ web: memory(512 * MB, 3) }, observed)).toEqual([
      {
        severity: "blocker",
        code: "no-room",
        message:
          "The stacks together would reserve 2.5 GB of memory, 512 MB more than the 2 GB of the engine: shop/web 3 x 512 MB, lab/train 1 GB.",
        hint: "Reserve less, run fewer replicas, or stop one of the stacks.",
        path: ["services", "web", "deploy", "resources", "reservations", "memory"],
      },
    ]);
  });

  test("cores are counted as well, and the older key of memory", () => {
    const [core, ram] = notesOf(
      { web: cores(1.5, 3), db: { mem_reservation: String(1536 * MB), scale: 2 } },
      running(),
    );
    expect(core?.message).toBe(
      "The stacks together would reserve 4.5 cores, 0.50 more than the 4.0 of the engine: shop/web 3 x 1.5 cores.",
    );
    expect(ram?.message).toContain("shop/db 2 x 1.5 GB");
    expect(ram?.path).toEqual(["services", "db", "mem_reservation"]);
  });

  test("stopped stacks and those of which nothing is left hold nothing", () => {
    const web = { web: memory(512 * MB, 3) };
    const gone = { ...running(["lab", { train: memory(1024 * MB) }]), replicas: {} };
    expect(notesOf(web, running(["lab", { train: memory(1024 * MB) }, "stopped"]))).toEqual([]);
    expect(notesOf(web, gone)).toEqual([]);
  });

  test("a stack that is over already may stay or shrink with a warning, and not grow", () => {
    const observed = running(["lab", { train: memory(1024 * MB) }], ["shop", { web: memory(512 * MB, 3) }]);
    const severity = (replicas: number) => notesOf({ web: memory(512 * MB, replicas) }, observed)[0]?.severity;
    expect([4, 3, 2].map(severity)).toEqual(["blocker", "warning", undefined]);
  });

  test("an apply of some services counts the others as they were applied", () => {
    const observed = running(["shop", { web: memory(512 * MB), db: memory(1024 * MB) }]);
    const file = { web: memory(512 * MB, 3), db: memory(1 * MB) };
    expect(notesOf(file, observed, ["web"])[0]?.message).toContain("shop/web 3 x 512 MB, shop/db 1 GB");
    expect(notesOf(file, observed, ["db"])).toEqual([]);
    expect(notesOf({ web: memory(512 * MB, 3), db: memory(2000 * MB) }, running(), ["web"])).toEqual([]);
  });
});

describe("one replica", () => {
  test("a reservation above the machine is refused once", () => {
    const notes = notesOf({ web: memory(4096 * MB, 2) }, running());
    expect(notes.map((note) => `${note.severity}: ${note.message}`)).toEqual([
      "blocker: One replica of web reserves 4 GB of memory, 2 GB more than the 2 GB of the engine.",
    ]);
  });

  test("a memory limit above the machine is told; limits together above it are the normal case", () => {
    const limit = (bytes: number, scale = 1) => ({ scale, mem_limit: String(bytes) });
    expect(notesOf({ web: limit(4096 * MB) }, running())).toMatchObject([
      { severity: "warning", code: "limit-above-machine", path: ["services", "web", "mem_limit"] },
    ]);
    expect(notesOf({ web: limit(1024 * MB, 9) }, running())).toEqual([]);
  });

  test("more cores than there are is what the engine itself refuses", () => {
    const notes = notesOf({ web: { deploy: { resources: { limits: { cpus: 8 } } } } }, running());
    expect(notes).toMatchObject([
      { severity: "blocker", path: ["services", "web", "deploy", "resources", "limits", "cpus"] },
    ]);
    expect(notesOf({ web: { scale: 0, cpus: 8 } }, running())).toEqual([]);
  });
});

test("layers that may fill the disk are told", () => {
  const project = projectOf("shop", { web: { scale: 3, storage_opt: { size: "10G" } } });
  const at = (diskFree: number) => admissionNotes(project, running(), { ...machine, diskFree });
  expect(at(20 * 2 ** 30)).toMatchObject([
    {
      severity: "warning",
      message: "The replicas' own layers may grow to 30 GB together (web 3 x 10 GB); the engine's disk has 20 GB free.",
    },
  ]);
  expect(at(30 * 2 ** 30)).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { GantryError } from "../../shared/errors.ts";
import type { Operation, Plan, Verb } from "../../shared/plan.ts";
import type { Engine } from "../engines/engine.ts";
import { execute } from "./executor.ts";

function operation(verb: Verb, kind: string, name: string, after: string[] = []): Operation {
  return { id: `${verb} ${kind} ${name}`, verb, kind, name, cause: "test", after, call: undefined };
}

const plan = (...operations: Operation[]): Plan => ({ stack: "shop", operations, notes: [] });

/** An engine that only notes what it is told; the ids in `failing` fail. */
function recorder(failing: string[] = []) {
  const log: string[] = [];
  let inFlight = 0;
  let most = 0;
  const engine = {
    async run({ id }: Operation) {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      if (failing.includes(id)) throw new GantryError("failed", `${id} failed`);
      log.push(id);
    },
    undo: async ({ id }: Operation) => void log.push(`undo ${id}`),
  } as unknown as Engine;
  return { engine, log, most: () => most };
}

const signal = new AbortController().signal;

describe("the executor", () => {
  test("runs in the order of the graph, side by side up to the limit", async () => {
    const { engine, log, most } = recorder();
    const creates = [1, 2, 3, 4, 5].map((n) => operation("create", "replica", `web-${n}`, ["create network front"]));
    await execute(engine, plan(...creates, operation("create", "network", "front")), { signal, limit: 2 });
    expect(log[0]).toBe("create network front");
    expect(log).toHaveLength(6);
    expect(most()).toBe(2);
  });

  test("stops at the first failure and takes back what never started", async () => {
    const { engine, log } = recorder(["start replica web-1"]);
    const operations = [
      operation("record", "revision", "r1"),
      operation("create", "network", "front", ["record revision r1"]),
      operation("create", "replica", "web-1", ["create network front"]),
      operation("start", "replica", "web-1", ["create replica web-1"]),
      operation("create", "replica", "api-1", ["start replica web-1"]),
    ];
    await expect(execute(engine, plan(...operations), { signal })).rejects.toThrow("start replica web-1 failed");
    expect(log.slice(3)).toEqual(["undo create replica web-1", "undo create network front", "undo record revision r1"]);
  });

  test("keeps the record and the network when something of the stack came to life", async () => {
    const { engine, log } = recorder(["start replica web-2"]);
    const operations = [
      operation("record", "revision", "r1"),
      operation("create", "replica", "web-1", ["record revision r1"]),
      operation("start", "replica", "web-1", ["create replica web-1"]),
      operation("create", "replica", "web-2", ["start replica web-1"]),
      operation("start", "replica", "web-2", ["create replica web-2"]),
    ];
    await expect(execute(engine, plan(...operations), { signal })).rejects.toThrow("web-2");
    expect(log.filter((line) => line.startsWith("undo"))).toEqual(["undo create replica web-2"]);
  });

  test("a cancel skips what waits and says so", async () => {
    const { engine } = recorder();
    const abort = new AbortController();
    const ends: string[] = [];
    const listener = {
      started: () => abort.abort(),
      progress: () => undefined,
      ended: (id: string, outcome: string) => void ends.push(`${outcome} ${id}`),
    };
    const operations = [operation("pull", "image", "a"), operation("create", "replica", "b", ["pull image a"])];
    const run = execute(engine, plan(...operations), { signal: abort.signal, listener });
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(ends).toEqual(["done pull image a", "skipped create replica b"]);
  });

  test("operations that wait for each other fail instead of hanging", async () => {
    const { engine } = recorder();
    const operations = [
      operation("start", "replica", "a", ["start replica b"]),
      operation("start", "replica", "b", ["start replica a"]),
    ];
    await expect(execute(engine, plan(...operations), { signal })).rejects.toThrow("wait for each other");
  });
});

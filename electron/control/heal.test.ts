import { describe, expect, test } from "vitest";
import type { AppliedStack, Replica } from "../../shared/observed.ts";
import type { Dependency, Project, Service } from "../../shared/stack/project.ts";
import type { Desired, Observed } from "../engines/engine.ts";
import { ailmentsOf } from "./heal.ts";

const service = (more: Partial<Service> = {}): Service => ({
  command: null,
  entrypoint: null,
  image: "busybox",
  ...more,
});

function applied(services: Project["services"], want: Desired["want"] = "running"): AppliedStack<Desired> {
  const project: Project = { name: "shop", services, networks: {}, volumes: {}, secrets: {}, configs: {} };
  return { stack: "shop", revision: 1, at: 0, cause: "test", files: [], desired: { project, files: [], want } };
}

function replica(number: number, more: Partial<Replica> = {}): Replica {
  return {
    id: `id${number}`,
    name: `shop-web-${number}`,
    stack: "shop",
    service: "web",
    number,
    ours: true,
    state: "running",
    health: "none",
    image: "busybox",
    createdAt: 0,
    oomKilled: false,
    restarts: 0,
    ports: [],
    networks: [],
    ...more,
  };
}

function observed(replicas: Replica[], network = true): Observed {
  return {
    at: 0,
    replicas: Object.fromEntries(replicas.map((one) => [one.id, one])),
    networks: network ? { n: { id: "n", name: "shop_default", stack: "shop", ours: true } } : {},
    volumes: {},
    images: new Set(),
    applied: {},
    locks: {},
  };
}

const summary = (record: AppliedStack<Desired>, seen: Observed) =>
  ailmentsOf(record, seen).map((one) => `${one.slot} ${one.replace ? "replace" : "start"}: ${one.reason}`);

describe("self-healing", () => {
  test("what never ran waits for what it depends on; what ran comes back at once", () => {
    const needs = (condition: Dependency["condition"], required = true) =>
      applied({ web: service({ depends_on: { db: { condition, required } } }), db: service({ restart: "no" }) });
    const db = (more: Partial<Replica>) => replica(1, { id: "db", name: "shop-db-1", service: "db", ...more });
    const missing = ["shop/web/1 replace: removed from outside"];
    const failed = db({ state: "exited", exitCode: 1 });
    const done = db({ state: "exited", exitCode: 0 });
    const completed = needs("service_completed_successfully");
    expect(summary(completed, observed([failed]))).toEqual([]);
    expect(summary(completed, observed([db({})]))).toEqual([]);
    expect(summary(completed, observed([done]))).toEqual(missing);
    expect(summary(needs("service_completed_successfully", false), observed([failed]))).toEqual(missing);
    expect(summary(needs("service_healthy"), observed([db({ health: "starting" })]))).toEqual([]);
    expect(summary(needs("service_healthy"), observed([db({ health: "healthy" })]))).toEqual(missing);
    expect(summary(needs("service_started"), observed([db({})]))).toEqual(missing);
    const crashed = replica(1, { state: "exited", exitCode: 1, startedAt: 5 });
    expect(summary(completed, observed([failed, crashed]))).toEqual(["shop/web/1 start: ended: exit code 1"]);
    const made = replica(1, { state: "created" });
    expect(summary(completed, observed([failed, made]))).toEqual([]);
  });

  const two = applied({ web: service({ scale: 2 }) });

  test("a well stack needs nothing", () => {
    expect(summary(two, observed([replica(1), replica(2)]))).toEqual([]);
  });

  test("a removed replica is made anew under its number", () => {
    expect(summary(two, observed([replica(2)]))).toEqual(["shop/web/1 replace: removed from outside"]);
  });

  test("a killed one is started, an unhealthy one is replaced", () => {
    const killed = replica(1, { state: "exited", exitCode: 137 });
    const sick = replica(2, { health: "unhealthy" });
    expect(summary(two, observed([killed, sick]))).toEqual([
      "shop/web/1 start: ended: killed (SIGKILL), exit code 137",
      "shop/web/2 replace: unhealthy",
    ]);
  });

  test("a job that ended, a stopped stack and somebody else's containers are left alone", () => {
    const job = applied({ web: service({ restart: "no" }) });
    expect(summary(job, observed([replica(1, { state: "exited", exitCode: 1 })]))).toEqual([]);
    expect(summary(applied({ web: service() }, "stopped"), observed([]))).toEqual([]);
    const foreign = replica(1, { ours: false, state: "exited" });
    expect(summary(applied({ web: service() }), observed([foreign]))).toEqual([
      "shop/web/1 replace: removed from outside",
    ]);
  });

  test("a stack that was taken down whole by another tool stays down", () => {
    expect(summary(two, observed([], false))).toEqual([]);
  });
});

import { join } from "node:path";
import { expect, test } from "vitest";
import type { Replica } from "../../shared/observed.ts";
import type { Plan } from "../../shared/plan.ts";
import type { Project } from "../../shared/stack/project.ts";
import { supportTable } from "../../shared/stack/support.ts";
import { patternBelow } from "../../shared/stack/support/keys.ts";
import { loadText } from "../../shared/stack/testing.ts";
import type { Path } from "../../shared/stack/tree.ts";
import { planDocker } from "../engines/docker/plan.ts";
import type { Observed } from "../engines/engine.ts";
import { askGantry, readCases } from "./compose-case.ts";

/**
 * Whether the support table tells the truth about Docker: each key is taken out of each corpus file that has it, and the
 * plan is made anew. A key without which some plan differs is not ignored; one without which none differs is not supported.
 */
const everyImage = { has: () => true } as unknown as Observed["images"];
const everyVariable = new Proxy<Record<string, string>>({}, { get: () => "value" });
const empty = { at: 0, replicas: {}, networks: {}, volumes: {}, images: new Set<string>(), applied: {}, locks: {} };

function plansOf(project: Project): string {
  const running = { ...empty, images: everyImage, replicas: replicasOf(project) };
  const names = Object.keys(project.services);
  const scenes = [[empty], [{ ...empty, images: everyImage }], [running], [running, names]] as const;
  const texts = scenes.map(([observed, rollBack = []]) => {
    const desired = { project, files: ["/compose.yaml"], want: "running" as const };
    const plan = attempt(() =>
      planDocker(desired, observed, { mode: "apply", cause: "test", rollBack }, { env: everyVariable, now: 0 }),
    );
    // The record holds the model itself.
    return JSON.stringify(plan.operations.filter((one) => one.verb !== "record"));
  });
  return texts.join("\n");
}

/** Three replicas of each service as they were made of an older file: what an update does to them is in the plan. */
function replicasOf(project: Project): Record<string, Replica> {
  const all = Object.keys(project.services).flatMap((service) =>
    [1, 2, 3].map((number): Replica => {
      const id = `${service}-${number}`;
      return { ...old, id, name: `${project.name}-${id}`, stack: project.name, service, number };
    }),
  );
  return Object.fromEntries(all.map((one) => [one.id, one]));
}

const old: Omit<Replica, "id" | "name"> = {
  number: 1,
  ours: true,
  state: "running",
  health: "none",
  image: "old",
  configHash: "old",
  createdAt: 0,
  oomKilled: false,
  restarts: 0,
  ports: [],
  networks: [],
};

/** A model that no plan can be made of without the key is an effect too. */
function attempt(work: () => Plan): Pick<Plan, "operations"> {
  try {
    return work();
  } catch {
    return { operations: [] };
  }
}

function places(value: unknown, path: Path, pattern: string, out: Array<{ path: Path; pattern: string }>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const next = patternBelow(supportTable, pattern, key, Array.isArray(value));
    if (next === undefined) continue;
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    // The sections themselves are always there.
    if (Object.hasOwn(supportTable, next) && place.length > 1) out.push({ path: place, pattern: next });
    places(inner, place, next, out);
  }
}

function without(project: Project, path: Path): Project {
  const copy = structuredClone(project);
  let owner = copy as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) owner = owner[key] as Record<string | number, unknown>;
  // oxlint-disable-next-line typescript/no-dynamic-delete
  delete owner[path.at(-1) ?? ""];
  return copy;
}

/** What is done elsewhere than in the plan of one stack that comes to life. */
const elsewhere = [
  "include",
  "name",
  "x-gantry",
  "services.*.env_file",
  "services.*.extends",
  "services.*.label_file",
  "services.*.profiles",
  // Read when the plan is carried out, or by preflight, health and self-healing.
  "services.*.depends_on.*.required",
  "services.*.deploy.restart_policy",
];
/** Handed on with the whole of `build` (run-build.ts takes what the classic builder knows); and what is only written into a label. */
const planned = ["services.*.build"];

/** What the corpus says only with values that the engine would take anyway, or beside `cpus`, which blocks the plan. */
const more = `
services:
  a: {image: x, gpus: [{capabilities: [gpu, compute]}], volumes: ["data:/d"], secrets: [s], configs: [{source: c, target: /other}]}
  b: {image: x, cpu_period: 100000, cpu_quota: 50000, cpu_shares: 73, oom_score_adj: 100}
  u:
    image: x
    deploy:
      replicas: 3
      update_config: &rules
        {parallelism: 2, delay: 5s, failure_action: continue, monitor: 5s, order: stop-first}
      rollback_config: *rules
  v:
    image: x
    deploy: {replicas: 3, update_config: {max_failure_ratio: 0.4}, rollback_config: {max_failure_ratio: 0.4}}
volumes: {data: {driver: nfs}}
secrets: {s: {environment: S}}
configs: {c: {environment: C}}
`;
const below = (keys: readonly string[], key: string) =>
  keys.some((one) => key === one || key.startsWith(`${one}.`) || key.startsWith(`${one}[`));

test("the support table says what the Docker engine does", async () => {
  const effect = new Map<string, boolean>();
  const cases = readCases(join(import.meta.dirname, "../../shared/stack/corpus"));
  const stacks = [...(await Promise.all(cases.map(askGantry))), await loadText(more)];
  for (const { project } of stacks) {
    if (project === undefined) continue;
    const found: Array<{ path: Path; pattern: string }> = [];
    places(project, [], "", found);
    const before = found.some(({ pattern }) => effect.get(pattern) !== true) ? plansOf(project) : "";
    for (const { path, pattern } of found) {
      if (effect.get(pattern) !== true) effect.set(pattern, plansOf(without(project, path)) !== before);
    }
  }
  const lies = [...effect].flatMap(([key, has]) => {
    const { state } = supportTable[key]?.docker ?? { state: "missing" };
    if (state === "supported" && !has && !below(elsewhere, key))
      return [`${key} is called supported and has no effect`];
    return state === "ignored" && has && !below(planned, key) ? [`${key} is called ignored and has an effect`] : [];
  });
  expect(lies).toEqual([]);
  expect(effect.size).toBeGreaterThan(200);
}, 30_000);

import { describe, expect, test } from "vitest";
import type { Replica } from "../../../shared/observed.ts";
import { formatPlan, linesOf } from "../../../shared/plan.ts";
import { loadText } from "../../../shared/stack/testing.ts";
import type { Desired, Observed, PlanOptions } from "../engine.ts";
import { createFakeEngine } from "../fake.ts";
import { carryOut } from "../testing.ts";
import { planDocker } from "./plan.ts";

/** Plans as they are printed, from files as they are written: what people read before Apply. */
const apply: PlanOptions = { mode: "apply", cause: "gantry up" };

async function desiredFrom(services: string): Promise<Desired> {
  const { project, problems } = await loadText(`name: shop\nservices:\n${services}`);
  if (project === undefined) throw new Error(JSON.stringify(problems));
  return { project, files: ["/shop/compose.yaml"], want: "running" };
}

/** What an engine shows on which these services were applied. */
async function running(services: string): Promise<Observed> {
  const engine = createFakeEngine({ images: ["web:1", "web:2", "db:1", "haproxy:3.0"], healthyAfter: 0 });
  const desired = await desiredFrom(services);
  await carryOut(engine, engine.plan(desired, await engine.observe(), apply));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const observed = await engine.observe();
  await engine.close();
  return observed;
}

function printed(desired: Desired, observed: Observed, options: PlanOptions = apply): string {
  const plan = planDocker(desired, observed, options, { env: {}, now: 0 });
  return `\n${formatPlan({ lines: linesOf(plan.operations), notes: plan.notes })}\n`;
}

function changed(observed: Observed, name: string, change: Partial<Replica>): Observed {
  const replicas = Object.entries(observed.replicas).map(([id, one]) => [
    id,
    one.name === name ? { ...one, ...change } : one,
  ]);
  return { ...observed, replicas: Object.fromEntries(replicas) as Observed["replicas"] };
}

const web = (more = "", image = "web:1", replicas = 2) =>
  `  web: {image: "${image}", ports: ["8080:80"], deploy: {replicas: ${replicas}${more}}}\n`;
const nothing = "\nNothing to do: the engine already runs what the file says.\n";

describe("the plan", () => {
  test("of a first apply: images, record, networks, gateway, replicas, balancer", async () => {
    const empty = await createFakeEngine().observe();
    expect(printed(await desiredFrom(web()), empty)).toMatchInlineSnapshot(`
      "
       1 + pull    image web:1           not on the engine
       2 + pull    image haproxy:3.0     the gateway's, not on the engine
       3 * record  revision r1           gantry up  (after 1, 2)
       4 + create  network shop_default  the stack's own network  (after 1, 2)
       5 + create  gateway shop-gateway  publishes 8080 of web  (after 3, 4)
       6 > start   gateway shop-gateway  publishes 8080 of web  (after 5)
       7 + create  replica web-1         1 of 2  (after 3)
       8 > start   replica web-1         1 of 2  (after 7, 4)
       9 + create  replica web-2         2 of 2  (after 3)
      10 > start   replica web-2         2 of 2  (after 9, 4)
      11 + connect replica web-1, 2      takes requests  (after 8, 10, 6)
      "
    `);
  });

  test("of the same file once more is empty", async () => {
    expect(printed(await desiredFrom(web()), await running(web()))).toBe(nothing);
  });

  test("of more replicas, and of fewer", async () => {
    expect(printed(await desiredFrom(web("", "web:1", 4)), await running(web()))).toMatchInlineSnapshot(`
      "
      1 * record  revision r2       gantry up
      2 + create  replica web-3     4 wanted, 2 there  (after 1)
      3 > start   replica web-3     4 wanted, 2 there  (after 2)
      4 + create  replica web-4     4 wanted, 2 there  (after 1)
      5 > start   replica web-4     4 wanted, 2 there  (after 4)
      6 + connect replica web-3, 4  takes requests  (after 3, 5)
      "
    `);
    expect(printed(await desiredFrom(web()), await running(web("", "web:1", 4)))).toMatchInlineSnapshot(`
      "
      1 * record revision r2       gantry up
      2 - drain  replica web-3, 4  2 wanted, 4 there  (after 1)
      3 - stop   replica web-4     2 wanted, 4 there  (after 2)
      4 - remove replica web-4     2 wanted, 4 there  (after 3)
      5 - stop   replica web-3     2 wanted, 4 there  (after 2)
      6 - remove replica web-3     2 wanted, 4 there  (after 5)
      "
    `);
  });

  test("of a new image starts the new ones first", async () => {
    expect(printed(await desiredFrom(web("", "web:2")), await running(web()))).toMatchInlineSnapshot(`
      "
       1 * record  revision r2                gantry up
       2 + create  replica web-3              image changed  (after 1)
       3 > start   replica web-3              image changed  (after 2)
       4 . wait    service web ready, 1 of 2  before the next step of its update  (after 3)
       5 + connect replica web-3              takes requests  (after 4)
       6 - drain   replica web-1              image changed  (after 5)
       7 - stop    replica web-1              image changed  (after 6)
       8 - remove  replica web-1              image changed  (after 7)
       9 . wait    service web, batch 2 of 2  one batch after the other  (after 8)
      10 + create  replica web-1              image changed  (after 9)
      11 > start   replica web-1              image changed  (after 10)
      12 . wait    service web ready, 2 of 2  before the next step of its update  (after 11)
      13 + connect replica web-1              takes requests  (after 12)
      14 - drain   replica web-2              image changed  (after 13)
      15 - stop    replica web-2              image changed  (after 14)
      16 - remove  replica web-2              image changed  (after 15)
      "
    `);
  });

  test("of an update by the file's rules: two at once, the old ones first, a delay", async () => {
    const rules = ", update_config: {parallelism: 2, order: stop-first, delay: 5s, failure_action: rollback}";
    const before = web("", "web:1", 3);
    const after = web(rules, "web:2", 3);
    expect(printed(await desiredFrom(after), await running(before))).toMatchInlineSnapshot(`
      "
       1 * record  revision r2                gantry up
       2 - drain   replica web-1, 2           image changed  (after 1)
       3 - stop    replica web-1              image changed  (after 2)
       4 - remove  replica web-1              image changed  (after 3)
       5 - stop    replica web-2              image changed  (after 2)
       6 - remove  replica web-2              image changed  (after 5)
       7 + create  replica web-1              image changed  (after 4, 6)
       8 > start   replica web-1              image changed  (after 7)
       9 + create  replica web-2              image changed  (after 4, 6)
      10 > start   replica web-2              image changed  (after 9)
      11 . wait    service web ready, 2 of 3  before the next step of its update  (after 8, 10)
      12 + connect replica web-1, 2           takes requests  (after 11)
      13 . wait    service web, batch 2 of 2  5 s between two batches  (after 12)
      14 - drain   replica web-3              image changed  (after 13)
      15 - stop    replica web-3              image changed  (after 14)
      16 - remove  replica web-3              image changed  (after 15)
      17 + create  replica web-3              image changed  (after 16)
      18 > start   replica web-3              image changed  (after 17)
      19 . wait    service web ready, 3 of 3  before the next step of its update  (after 18)
      20 + connect replica web-3              takes requests  (after 19)
      "
    `);
  });

  test("of an update that was cut off goes on where it was", async () => {
    const desired = await desiredFrom(web("", "web:2"));
    const engine = createFakeEngine({ images: ["web:1", "web:2", "haproxy:3.0"] });
    await carryOut(engine, engine.plan(await desiredFrom(web()), await engine.observe(), apply));
    const plan = engine.plan(desired, await engine.observe(), apply);
    const upTo = plan.operations.findIndex((one) => one.id === "start replica web-3") + 1;
    await carryOut(engine, { ...plan, operations: plan.operations.slice(0, upTo) });
    expect(printed(desired, await engine.observe())).toMatchInlineSnapshot(`
      "
       1 + connect replica web-3              ready, and not in the balancer
       2 + create  replica web-4              its configuration changed
       3 > start   replica web-4              its configuration changed  (after 2)
       4 . wait    service web ready, 1 of 1  before the next step of its update  (after 3)
       5 + connect replica web-4              takes requests  (after 4)
       6 - drain   replica web-1              its configuration changed  (after 5)
       7 - stop    replica web-1              its configuration changed  (after 6)
       8 - remove  replica web-1              its configuration changed  (after 7)
       9 - drain   replica web-2              2 wanted, 3 there  (after 1)
      10 - stop    replica web-2              2 wanted, 3 there  (after 9)
      11 - remove  replica web-2              2 wanted, 3 there  (after 10)
      "
    `);
    await engine.close();
  });

  test("of a database with a volume stops the old one before the new one starts", async () => {
    const db = (image: string) => `  db: {image: "${image}", volumes: [{type: bind, source: /data, target: /data}]}\n`;
    expect(printed(await desiredFrom(db("web:2")), await running(db("web:1")))).toMatchInlineSnapshot(`
      "
      1 * record revision r2               gantry up
      2 - stop   replica db-1              image changed  (after 1)
      3 - remove replica db-1              image changed  (after 2)
      4 + create replica db-1              image changed  (after 3)
      5 > start  replica db-1              image changed  (after 4)
      6 . wait   service db ready, 1 of 1  before the next step of its update  (after 5)
      "
    `);
  });

  test("of a dependent with restart: true starts it again", async () => {
    const both = (image: string) =>
      `  api: {image: "db:1", depends_on: {web: {condition: service_started, restart: true}}}\n  web: {image: "${image}"}\n`;
    expect(printed(await desiredFrom(both("web:2")), await running(both("web:1")))).toMatchInlineSnapshot(`
      "
      1 * record revision r2                gantry up
      2 + create replica web-2              image changed  (after 1)
      3 > start  replica web-2              image changed  (after 2)
      4 . wait   service web ready, 1 of 1  before the next step of its update  (after 3)
      5 - stop   replica web-1              image changed  (after 4)
      6 - remove replica web-1              image changed  (after 5)
      7 - stop   replica api-1              web is updated, and it restarts with it  (after 1, 3, 6)
      8 > start  replica api-1              web is updated, and it restarts with it  (after 7)
      "
    `);
  });

  test("of drift: a removed gateway, a replica outside of the balancer, one that is unhealthy in it", async () => {
    const desired = await desiredFrom(web());
    const observed = await running(web());
    const gateway = Object.values(observed.replicas).find((one) => one.role === "gateway");
    const { [gateway?.id ?? ""]: _gone, ...replicas } = observed.replicas;
    expect(printed(desired, { ...observed, replicas, balanced: {} })).toMatchInlineSnapshot(`
      "
      1 + create gateway shop-gateway  publishes 8080 of web
      2 > start  gateway shop-gateway  publishes 8080 of web  (after 1)
      "
    `);
    const first =
      Object.values(observed.replicas)
        .find((one) => one.name === "shop-web-1")
        ?.id.slice(0, 12) ?? "";
    expect(printed(desired, { ...observed, balanced: { shop: { web: [first] } } })).toMatchInlineSnapshot(`
      "
      1 + connect replica web-2  ready, and not in the balancer
      "
    `);
    expect(printed(desired, changed(observed, "shop-web-1", { health: "unhealthy" }))).toMatchInlineSnapshot(`
      "
      1 - drain replica web-1  unhealthy
      "
    `);
  });

  test("of what an apply that was cut off left: completed, and waited for before it takes requests", async () => {
    const before = await running(web("", "web:1", 3));
    const starting = changed(before, "shop-web-2", { health: "starting" });
    const unfinished = changed(starting, "shop-web-3", { state: "created" });
    const first = Object.values(before.replicas).find((one) => one.name === "shop-web-1")?.id ?? "";
    const observed = { ...unfinished, balanced: { shop: { web: [first.slice(0, 12)] } } };
    expect(printed(await desiredFrom(web("", "web:1", 3)), observed)).toMatchInlineSnapshot(`
      "
      1 . wait    service web starting ones healthy  before they take requests
      2 + connect replica web-2                      takes requests  (after 1)
      3 + create  replica web-3                      never started
      4 > start   replica web-3                      never started  (after 3)
      5 + connect replica web-3                      takes requests  (after 4)
      "
    `);
    const gateway = changed(before, "shop-gateway", { state: "created" });
    expect(printed(await desiredFrom(web("", "web:1", 3)), gateway)).toMatchInlineSnapshot(`
      "
      1 + create gateway shop-gateway  never started
      2 > start  gateway shop-gateway  never started  (after 1)
      "
    `);
  });

  test("of healing replaces what is unhealthy, and brings it in when it is healthy", async () => {
    const observed = changed(await running(web()), "shop-web-2", { health: "unhealthy" });
    const id = Object.values(observed.replicas).find((one) => one.name === "shop-web-2")?.id ?? "";
    const heal: PlanOptions = {
      mode: "heal",
      cause: "self-healing",
      places: new Set(["web/2"]),
      replace: { [id]: "unhealthy" },
    };
    expect(printed(await desiredFrom(web()), observed, heal)).toMatchInlineSnapshot(`
      "
      1 - drain  replica web-2  unhealthy
      2 - stop   replica web-2  unhealthy  (after 1)
      3 - remove replica web-2  unhealthy  (after 2)
      4 + create replica web-2  unhealthy  (after 3)
      5 > start  replica web-2  unhealthy  (after 4)
      "
    `);
  });

  test("of a paused service leaves what runs, and says so", async () => {
    const observed = { ...(await running(web())), paused: { shop: ["web"] } };
    expect(printed(await desiredFrom(web("", "web:2")), observed)).toMatchInlineSnapshot(`
      "
      1 * record revision r2  gantry up
      note: The rollout of web is paused: web-1, web-2 stay as they are. \`gantry rollout resume web\` goes on.
      "
    `);
    // More of it come all the same, as in Kubernetes.
    expect(printed(await desiredFrom(web("", "web:1", 3)), observed)).toContain("create  replica web-3");
  });

  test("of an autoscaler's number keeps only the last one, whatever people applied stays", async () => {
    const observed = await running(web());
    const { shop } = observed.applied;
    if (shop === undefined) throw new Error("no record");
    const scaled = { ...shop, revision: 2, cause: "autoscaled web 1 -> 2: cpu" };
    const after = { ...observed, applied: { shop: scaled }, revisions: { shop: [1, 2] } };
    const three = await desiredFrom(web("", "web:1", 3));
    expect(printed(three, after, { ...apply, cause: "autoscaled web 2 -> 3: cpu" })).toContain("remove  revision r2");
    expect(printed(three, after)).not.toContain("remove  revision");
  });

  test("of a stop and of a removal", async () => {
    const desired = await desiredFrom(web());
    const observed = await running(web());
    expect(printed({ ...desired, want: "stopped" }, observed)).toMatchInlineSnapshot(`
      "
      1 * record revision r2           gantry up
      2 - stop   replica web-1         the stack is stopped  (after 1)
      3 - stop   replica web-2         the stack is stopped  (after 1)
      4 - stop   gateway shop-gateway  the stack is stopped  (after 1)
      "
    `);
    expect(printed({ ...desired, want: "absent" }, observed)).toMatchInlineSnapshot(`
      "
      1 - remove revision r1           the stack is removed
      2 - stop   replica web-1         the stack is removed  (after 1)
      3 - remove replica web-1         the stack is removed  (after 2)
      4 - stop   replica web-2         the stack is removed  (after 1)
      5 - remove replica web-2         the stack is removed  (after 4)
      6 - stop   gateway shop-gateway  the stack is removed  (after 1)
      7 - remove gateway shop-gateway  the stack is removed  (after 6)
      8 - remove network shop_default  the stack is removed  (after 3, 5, 7)
      "
    `);
  });
});

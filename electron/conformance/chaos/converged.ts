import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { linesOf, type ChaosEngine } from "./chaos-engine.ts";
import type { ChaosStack } from "./chaos-cli.ts";
import { TOKEN, type Wish } from "./chaos-stack.ts";

const SERVICE = "com.docker.compose.service";
const NUMBER = "com.docker.compose.container-number";
const PRECIOUS = "/data/precious";

interface Container {
  Id: string;
  Name: string;
  State: { Status: string; ExitCode: number; Health?: { Status: string } };
  Config: { Image: string; Env: string[] | null; Labels: Record<string, string> };
}

/** Puts a file into the database's volume. */
export async function putPrecious(engine: ChaosEngine, stack: ChaosStack): Promise<void> {
  const write = `echo kept > ${PRECIOUS}`;
  await engine.docker("run", "--rm", "-v", `${stack.name}_data:/data`, "busybox:stable", "sh", "-c", write);
}

/**
 * Whether the engine runs exactly what the file asks for and nothing else, asked of the engine itself: containers with
 * their configuration, networks, volumes and what is in them, the balancer and the requests through it. Last of all
 * Gantry's own plan.
 */
export async function expectConverged(engine: ChaosEngine, stack: ChaosStack, wish: Wish): Promise<void> {
  const { name } = stack;
  const containers = await containersOf(engine, name);
  const said = containers.map(textOf).toSorted();
  assert.deepEqual(said, wantedTexts(wish));
  const web = containers.filter(({ Config: { Labels: labels } }) => labels[SERVICE] === "web");
  const names = web.map(({ Config: { Labels: labels } }) => `/${name}-web-${labels[NUMBER]}`);
  assert.equal(new Set(names).size, wish.replicas);
  assert.deepEqual(
    web.map((one) => one.Name),
    names,
  );

  const label = `label=dev.gantry.stack=${name}`;
  const networks = linesOf(await engine.docker("network", "ls", "--filter", label, "--format", "{{.Name}}"));
  assert.deepEqual(networks.toSorted(), [`${name}_back`, `${name}_front`]);
  const volumes = linesOf(await engine.docker("volume", "ls", "--filter", label, "--format", "{{.Name}}"));
  const records = volumes.filter((one) => new RegExp(`^gantry-${name}-r\\d+$`).test(one));
  assert.deepEqual(
    volumes.filter((one) => !records.includes(one)),
    [`${name}_data`],
  );
  assert.ok(records.length >= 1 && records.length <= 10, `${records.length} records`);
  assert.equal(await engine.docker("exec", `${name}-db-1`, "cat", PRECIOUS), "kept");

  const ids = web.map((one) => one.Id.slice(0, 12)).toSorted();
  // A tar, with the file in it as it is: the gateway's image need not have a program that prints one.
  const file = await engine.docker("cp", `${name}-gateway:/usr/local/etc/haproxy/haproxy.cfg`, "-");
  const members = [...file.matchAll(/^ {2}server s\d+ ([0-9a-f]{12}):/gm)].map(([, id = ""]) => id);
  assert.deepEqual(members.toSorted(), ids, "replicas in HAProxy's file");
  await expectAnswers(engine, stack.port, ids, wish.version);

  const plan = await stack.gantry("plan");
  assert.match(plan.stdout, /^Nothing to do/);
}

async function containersOf(engine: ChaosEngine, stack: string): Promise<Container[]> {
  const list = await engine.docker("ps", "-aq", "--filter", `label=com.docker.compose.project=${stack}`);
  return JSON.parse(await engine.docker("inspect", "--type", "container", ...linesOf(list))) as Container[];
}

/** What matters of a container, in a line that a failure can show. */
function textOf({ State: state, Config: { Image: image, Env: env, Labels: labels } }: Container): string {
  const own = (env ?? []).filter((one) => /^(VERSION|SCHEMA)=/.test(one)).join(" ");
  const status = state.Status === "exited" ? `exited ${state.ExitCode}` : state.Status;
  const health = labels[SERVICE] === "web" || labels[SERVICE] === "db" ? ` ${state.Health?.Status}` : "";
  return `${labels[SERVICE]} ${image} ${own} ${status}${health}`;
}

function wantedTexts({ version, schema, image, replicas }: Wish): string[] {
  return [
    ...Array<string>(replicas).fill(`web ${image} VERSION=${version} running healthy`),
    `db busybox:stable SCHEMA=${schema} running healthy`,
    `prepare busybox:stable SCHEMA=${schema} exited 0`,
    "gantry:gateway haproxy:3.0  running",
  ].toSorted();
}

/** Every request is answered by a replica that is as it should be, and each of them answers some. */
async function expectAnswers(engine: ChaosEngine, port: number, ids: string[], version: number): Promise<void> {
  const wanted = ids.map((id) => `${id} ${version} ${TOKEN.value}`);
  const seen = new Set<string>();
  // A replica that was just brought in answers its first check within a second.
  const deadline = Date.now() + 10_000;
  for (;;) {
    for (const answer of await engine.ask(port, 4 * ids.length)) seen.add(answer);
    assert.deepEqual(
      [...seen].filter((one) => !wanted.includes(one)),
      [],
      "answers of others",
    );
    if (seen.size === wanted.length || Date.now() > deadline) break;
    await pause(100);
  }
  assert.deepEqual([...seen].toSorted(), wanted, "who answers through the gateway");
}

/** What a failed expectation found and what it wanted, for a report of several. */
export function evidenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const sides = actual === undefined ? "" : `\nfound  ${JSON.stringify(actual)}\nwanted ${JSON.stringify(expected)}`;
  return `${error.message}${sides}`;
}

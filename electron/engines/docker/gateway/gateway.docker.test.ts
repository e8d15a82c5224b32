import http from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Project } from "../../../../shared/stack/project.ts";
import type { DockerClient } from "../client.ts";
import { createContainer } from "../run-create.ts";
import type { BalanceCall } from "./balance-call.ts";
import { compileGateway } from "./gateway-compile.ts";
import { readGateway } from "./gateway-file.ts";
import { ask, connect, freePort, get, load, startReplica, type Load } from "./gateway-fixture.ts";
import { gatewayPorts } from "./gateway-ports.ts";
import { createBalancer } from "./balancer.ts";
import { createControls } from "./controls.ts";
import { gatewayStats } from "./gateway-stats.ts";

const stack = `gtest-${process.pid}`;
const gateway = `${stack}-gateway`;
let client: DockerClient;
let project: Project;
let httpPort = 0;
let tcpPort = 0;
let pinPort = 0;
const lines: string[] = [];
const controls = createControls();
const balancer = createBalancer(controls);

const start = (number: number, service = "web") => startReplica(client, { stack, service, number, network: stack });

async function change(add: string[], drain: string[], service = "web", drainSeconds = 10): Promise<void> {
  const ports = gatewayPorts(project);
  const call: BalanceCall = {
    kind: "balance",
    stack,
    gateway,
    service,
    ports,
    add,
    drain,
    drainSeconds,
    answerSeconds: 5,
  };
  await balancer.balance(client.docker, call, (line) => void lines.push(line), new AbortController().signal);
}

function report(name: string, { total, perSecond, failed }: Load): void {
  process.stdout.write(`gateway, ${name}: ${total} requests, ${perSecond}/s, ${failed.length} failed\n`);
}

const idOf = async (name: string) => (await client.docker.getContainer(name).inspect()).Id.slice(0, 12);
const remove = async (name: string) => void (await client.docker.getContainer(name).remove({ force: true }));

beforeAll(async () => {
  client = await connect();
  [httpPort, tcpPort, pinPort] = [await freePort(), await freePort(), await freePort()];
  const base = { command: null, entrypoint: null };
  project = {
    name: stack,
    services: {
      web: {
        ...base,
        ports: [
          { target: 8080, published: String(httpPort), app_protocol: "http" },
          { target: 8080, published: String(tcpPort), host_ip: "127.0.0.1" },
        ],
        networks: { net: null },
      },
      pin: {
        ...base,
        ports: [{ target: 8080, published: String(pinPort) }],
        networks: { net: null },
        "x-gantry": { gateway: { mode: "http", sticky: true } },
      },
    },
    networks: { net: { name: stack } },
    volumes: {},
    secrets: {},
    configs: {},
  };
  await client.docker.createNetwork({ Name: stack });
  const call = compileGateway(project, []);
  if (call === undefined) throw new Error("no gateway");
  await createContainer(client.docker, call);
  await client.docker.getContainer(gateway).start();
  await change(await Promise.all([1, 2, 3, 4, 5, 6].map((number) => start(number))), []);
});

afterAll(async () => {
  const filters = { label: [`com.docker.compose.project=${stack}`] };
  for (const one of await client.docker.listContainers({ all: true, filters })) await remove(one.Id);
  await vi.waitFor(() => client.docker.getNetwork(stack).remove(), { timeout: 10_000, interval: 200 });
  controls.close();
  client.close();
});

it("spreads 6,000 requests evenly over six replicas, and counts them", async () => {
  const counts = [...(await ask(httpPort, 6000)).values()];
  expect(counts).toHaveLength(6);
  expect(Math.max(...counts) / Math.min(...counts)).toBeLessThanOrEqual(1.05);
  const stats = (await gatewayStats(client.docker, gateway)).filter((one) => one.mode === "http");
  expect(stats.reduce((sum, one) => sum + one.total, 0)).toBe(6000);
  expect(stats.every((one) => one.up && one.errors === 0 && one.service === "web")).toBe(true);
});

it("balances TCP and brings a lot of small changes to nothing when they are made already", async () => {
  expect((await ask(tcpPort, 60)).size).toBeGreaterThan(1);
  const before = await readGateway(client.docker, gateway);
  await change([`${stack}-web-1`], []);
  expect(await readGateway(client.docker, gateway)).toEqual(before);
});

it("replaces replicas under load without a failed request", async () => {
  const result = await load(httpPort, 6, async () => {
    for (const number of [1, 2, 3]) {
      const next = await start(number + 10);
      await change([next], []);
      await change([], [`${stack}-web-${number}`]);
      await remove(`${stack}-web-${number}`);
    }
  });
  report("HTTP", result);
  expect(result.failed).toEqual([]);
  expect(result.perSecond).toBeGreaterThanOrEqual(300);
});

it("replaces replicas behind a TCP port under load without a failed request", async () => {
  const result = await load(tcpPort, 6, async () => {
    const next = await start(14);
    await change([next], [`${stack}-web-4`]);
    await remove(`${stack}-web-4`);
  });
  report("TCP", result);
  expect(result.failed).toEqual([]);
});

it("loses at most the requests in flight on a replica that is killed", async () => {
  const result = await load(httpPort, 6, async () => {
    await remove(`${stack}-web-5`);
    await change([], [`${stack}-web-5`]);
  });
  report("kill", result);
  expect(result.failed.length).toBeLessThanOrEqual(12);
});

it("knows its replicas after a restart", async () => {
  const before = await readGateway(client.docker, gateway);
  expect(before["web"]).toHaveLength(5);
  await client.docker.getContainer(gateway).restart();
  await vi.waitFor(() => get(httpPort), { timeout: 5000, interval: 50 });
  const counts = await ask(httpPort, 100);
  expect([...counts.keys()].toSorted()).toEqual([...(before["web"] ?? [])].toSorted());
  const next = await start(15);
  await change([next], [`${stack}-web-11`]);
  expect((await ask(httpPort, 100)).has(await idOf(next))).toBe(true);
});

it("keeps a client with its replica when the service asks for it", async () => {
  await change([await start(1, "pin"), await start(2, "pin")], [], "pin");
  const agent = new http.Agent({ keepAlive: true });
  const first = await get(pinPort, agent);
  const cookie = first.cookie ?? "";
  expect(cookie).toMatch(/^GANTRY=/);
  const answers = await Promise.all(Array.from({ length: 20 }, () => get(pinPort, agent, { cookie })));
  expect(new Set(answers.map((one) => one.body))).toEqual(new Set([first.body]));
  agent.destroy();
});

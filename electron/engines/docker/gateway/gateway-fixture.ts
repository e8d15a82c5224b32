import http from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { listDockerEndpoints, type DockerEndpoint } from "../../../host/docker-context.ts";
import { connectDocker, type DockerClient } from "../client.ts";
import { compose } from "../labels.ts";

/** For the tests of the gateway: the engine, replicas that answer with their own id, and load. */
export async function connect(): Promise<DockerClient> {
  return connectDocker(await endpointOf());
}

/** The engine that the docker command would use. */
export async function endpointOf(): Promise<DockerEndpoint> {
  const { endpoints, current } = await listDockerEndpoints({
    env: process.env,
    home: homedir(),
    platform: process.platform,
  });
  const endpoint = endpoints.find((one) => one.name === current);
  if (endpoint === undefined) throw new Error("no Docker endpoint");
  return endpoint;
}

const SERVE = "mkdir /www && hostname > /www/index.html && exec httpd -f -p 8080 -h /www";

export async function startReplica(
  { docker }: DockerClient,
  of: { stack: string; service: string; number: number; network: string },
): Promise<string> {
  const name = `${of.stack}-${of.service}-${of.number}`;
  const container = await docker.createContainer({
    name,
    Image: "busybox:stable",
    Cmd: ["sh", "-c", SERVE],
    Labels: { [compose.project]: of.stack, [compose.service]: of.service },
    HostConfig: { NetworkMode: of.network },
  });
  await container.start();
  return name;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Answer {
  status: number;
  body: string;
  cookie: string | undefined;
}

export function get(
  port: number,
  agent?: http.Agent,
  headers: Record<string, string> = {},
  host = "127.0.0.1",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = http.get({ host, port, agent: agent ?? false, headers, timeout: 10_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("error", reject).on("end", () => {
        const cookie = response.headers["set-cookie"]?.[0]?.split(";")[0];
        resolve({ status: response.statusCode ?? 0, body: body.trim(), cookie });
      });
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 10 s"))).on("error", reject);
  });
}

export interface Load {
  /** Answers by replica. */
  counts: Map<string, number>;
  failed: string[];
  total: number;
  perSecond: number;
}

/** Asks until `during` is over, from clients that keep their connection and from as many that do not. */
export async function load(
  port: number,
  clients: number,
  during: (soFar: () => number) => Promise<unknown>,
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const result: Load = { counts: new Map(), failed: [], total: 0, perSecond: 0 };
  const started = Date.now();
  const over = new AbortController();
  const client = async (own: http.Agent | undefined): Promise<void> => {
    while (!over.signal.aborted) {
      result.total += 1;
      try {
        const { status, body } = await get(port, own);
        if (status === 200) result.counts.set(body, (result.counts.get(body) ?? 0) + 1);
        else result.failed.push(`status ${status}`);
      } catch (error) {
        result.failed.push(String(error));
      }
    }
  };
  const running = Array.from({ length: 2 * clients }, (_, index) => client(index % 2 === 0 ? agent : undefined));
  try {
    await sleep(200);
    await during(() => result.total);
    await sleep(200);
  } finally {
    over.abort();
    await Promise.all(running);
    agent.destroy();
  }
  result.perSecond = Math.round((result.total * 1000) / (Date.now() - started));
  return result;
}

/** Exactly so many requests, eight at a time. */
export async function ask(port: number, count: number, host = "127.0.0.1"): Promise<Map<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const counts = new Map<string, number>();
  let left = count;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const { body } = await get(port, agent, {}, host);
      counts.set(body, (counts.get(body) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  agent.destroy();
  return counts;
}

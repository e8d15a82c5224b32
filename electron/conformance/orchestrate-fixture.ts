import { hostname, tmpdir } from "node:os";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PlanView } from "../../shared/plan.ts";
import type { Replica } from "../../shared/observed.ts";
import { loadText } from "../../shared/stack/testing.ts";
import { apply, type ApplyContext, type ApplyRun } from "../control/apply.ts";
import type { Desired } from "../engines/engine.ts";
import type { DockerClient } from "../engines/docker/client.ts";
import { createDockerEngine } from "../engines/docker/docker-engine.ts";
import { gantry } from "../engines/docker/labels.ts";
import { connect, endpointOf } from "../engines/docker/gateway/gateway-fixture.ts";

const run = promisify(execFile);

/** A stack on the real engine, applied by the same code as the window's and the CLI's, looked at past Gantry. */
export interface TestStack {
  readonly name: string;
  readonly client: DockerClient;
  readonly context: ApplyContext;
  /** The model of a file with these services. */
  desired(services: string): Promise<Desired>;
  up(services: string, more?: Partial<ApplyRun>): Promise<PlanView>;
  /** Our replicas of a service as the engine shows them now, lowest number first. */
  replicas(service: string): Promise<Replica[]>;
  docker(...args: string[]): Promise<string>;
  /** Takes everything of the stack away and closes the connections. */
  end(): Promise<void>;
}

let count = 0;

export async function testStack(): Promise<TestStack> {
  count += 1;
  const name = `gorch-${process.pid}-${count}`;
  const engine = createDockerEngine({ endpoint: await endpointOf() });
  const client = await connect();
  const context: ApplyContext = { engine, local: true, owner: `${hostname()}:${process.pid}:test` };
  const docker = async (...args: string[]): Promise<string> => (await run("docker", args)).stdout.trim();
  const desired = async (services: string): Promise<Desired> => {
    const { project, problems } = await loadText(`name: ${name}\nservices:\n${services}`);
    if (project === undefined) throw new Error(JSON.stringify(problems));
    return { project, files: [`${tmpdir()}/${name}/compose.yaml`], want: "running" };
  };
  const list = async (...kind: string[]): Promise<string[]> => {
    const text = await docker(...kind, "-q", "--filter", `label=${gantry.stack}=${name}`);
    return text.split("\n").filter((line) => line !== "");
  };
  return {
    name,
    client,
    context,
    desired,
    docker,
    up: async (services, more = {}) =>
      apply(context, await desired(services), { cause: "test", signal: new AbortController().signal, ...more }),
    async replicas(service) {
      const { replicas } = await engine.observe();
      return Object.values(replicas)
        .filter((one) => one.stack === name && one.service === service)
        .sort((a, b) => a.number - b.number);
    },
    async end() {
      // Records first: a window that is open somewhere would heal what it finds removed.
      const volumes = await list("volume", "ls");
      for (const volume of volumes) await docker("volume", "rm", "-f", volume).catch(() => undefined);
      for (const id of await list("ps", "-a")) await docker("rm", "-f", "-v", id);
      for (const id of await list("network", "ls")) await docker("network", "rm", id);
      for (const volume of await list("volume", "ls")) await docker("volume", "rm", "-f", volume);
      await engine.close();
      client.close();
    },
  };
}

/** A service that answers over HTTP with its version and its container's id. */
export function webService(
  port: number,
  more: { replicas: number; version?: string; deploy?: string; extra?: string },
): string {
  const { replicas, version = "1", deploy = "", extra = "" } = more;
  return `  web:
    image: busybox:stable
    command: [sh, -c, 'mkdir -p /www && echo "$$VERSION $$(hostname)" > /www/index.html && exec httpd -f -p 8080 -h /www']
    environment: {VERSION: "${version}"}
    ports: [{target: 8080, published: "${port}", app_protocol: http}]
    init: true
    deploy: {replicas: ${replicas}${deploy === "" ? "" : `, ${deploy}`}}
${extra}`;
}

/** The same service with one replica that publishes its port itself. */
export function publishedAlone(port: number): string {
  return webService(port, { replicas: 1 }).replace("  web:", "  alone:").replace("app_protocol: http", "mode: host");
}

/** A health check that passes as soon as the page is there, and never when \`VERSION\` is "bad". */
export const HEALTHCHECK = `    healthcheck:
      test: [CMD-SHELL, 'test "$$VERSION" != bad && wget -q -O /dev/null http://127.0.0.1:8080/']
      interval: 500ms
      timeout: 2s
      retries: 2
      start_period: 0s
`;

import http from "node:http";
import https from "node:https";
import { inspect } from "node:util";
import type Docker from "dockerode";
import type { DockerEndpoint, DockerTransport } from "../../host/docker-context.ts";
import { createSshAgent } from "./ssh-agent.ts";

export interface DockerClient {
  docker: Docker;
  /** Ends idle connections; requests in flight fail. */
  close(): void;
}

/**
 * A dockerode client for one endpoint. dockerode is loaded here and only here, on first use: with docker-modem it
 * drags ssh2 and gRPC along, which a start of the CLI without an engine should not pay for.
 */
export async function connectDocker(endpoint: DockerEndpoint): Promise<DockerClient> {
  const { default: Dockerode } = await import("dockerode");
  const agent = agentOf(endpoint.transport);
  // docker-modem formats every request's options with util.inspect for a debug log that is off; a busy agent's sockets
  // would make that cost more than the request.
  Object.defineProperty(agent, inspect.custom, { value: () => "agent" });
  const options = { ...addressOf(endpoint.transport), agent, headers: { "User-Agent": "gantry" } };
  const docker = new Dockerode(options);
  return { docker, close: () => agent.destroy() };
}

/** Everything is said, also what is absent: docker-modem fills gaps from DOCKER_HOST, which was resolved already. */
function addressOf(transport: DockerTransport): Docker.DockerOptions {
  const none = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined, timeout: undefined };
  const base = { ...none, pathPrefix: "/", protocol: "http" as const };
  switch (transport.kind) {
    case "unix":
    case "npipe":
      return { ...base, socketPath: transport.path };
    case "ssh":
      return { ...base, host: "docker" };
    case "tcp": {
      const host = transport.host.includes(":") ? `[${transport.host}]` : transport.host;
      return { ...base, host, port: transport.port, protocol: transport.tls === undefined ? "http" : "https" };
    }
  }
}

function agentOf(transport: DockerTransport): http.Agent {
  if (transport.kind === "ssh") return createSshAgent(transport);
  const options = { keepAlive: true, maxFreeSockets: 16 };
  if (transport.kind !== "tcp" || transport.tls === undefined) return new http.Agent(options);
  const { ca, cert, key, verify } = transport.tls;
  return new https.Agent({
    ...options,
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  });
}

/**
 * Options for a dockerode call with the query and the body kept apart. Left to itself dockerode sends everything twice,
 * in the body and in the URL, where environment values would end up in the engine's log.
 */
export function request<Body extends object>(query: Record<string, unknown>, body: Body): Body {
  return { _query: query, _body: body } as unknown as Body;
}

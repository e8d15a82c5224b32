import { createHash } from "node:crypto";
import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GantryError, messageOf } from "../../shared/errors.ts";
import { defaultSockets } from "./docker-sockets.ts";

/** Where one Docker engine is and how to reach it. dockerode knows nothing of contexts, so they are resolved here. */
export interface DockerEndpoint {
  /** The Docker context's name, or a socket's: `default`, `desktop-linux`, `podman`. */
  name: string;
  /** For people, without credentials: `unix:///var/run/docker.sock`. */
  address: string;
  transport: DockerTransport;
}

export type DockerTransport =
  | { kind: "unix" | "npipe"; path: string }
  | { kind: "tcp"; host: string; port: number; tls?: TlsMaterial }
  | { kind: "ssh"; host: string; port?: number; user?: string };

export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  /** False when the context says SkipTLSVerify. */
  verify: boolean;
}

/** What the answer depends on, so that tests can bring their own home. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
  /** Whether a socket is there; looks at this machine unless a test says otherwise. */
  exists?: (path: string) => Promise<boolean>;
}

export interface DockerEndpoints {
  endpoints: DockerEndpoint[];
  /** Name of the endpoint that `docker` itself would use. */
  current: string;
  /** What is wrong with the Docker configuration; the rest of it still counts. */
  problems: string[];
}

/**
 * Every Docker engine this user has set up, and which one is current: DOCKER_HOST, else DOCKER_CONTEXT, else
 * `currentContext` of config.json, else the default sockets.
 * Source: Docker CLI documentation, "docker context" and "Environment variables".
 */
export async function listDockerEndpoints(surroundings: Surroundings): Promise<DockerEndpoints> {
  const { env } = surroundings;
  const problems: string[] = [];
  const folder = env["DOCKER_CONFIG"] || join(surroundings.home, ".docker");
  const contexts = await readContexts(folder, problems);
  const sockets = await openSockets(surroundings);
  const fromHost = env["DOCKER_HOST"] ? await hostEndpoint(env["DOCKER_HOST"], surroundings, folder) : undefined;
  const known = new Set(contexts.map((one) => one.address));
  const [first, ...others] = sockets;
  const endpoints = [
    fromHost ?? { ...(first ?? fallbackSocket(surroundings)), name: "default" },
    ...contexts,
    ...others.filter((one) => !known.has(one.address) && !contexts.some((context) => context.name === one.name)),
  ];
  const asked = env["DOCKER_CONTEXT"] || (await currentContext(folder, problems)) || "default";
  const current = fromHost === undefined ? asked : "default";
  if (!endpoints.some((one) => one.name === current)) {
    problems.push(`The current Docker context ${current} does not exist; the default engine is used.`);
    return { endpoints, current: "default", problems };
  }
  return { endpoints, current, problems };
}

/**
 * Reads a Docker host address: `unix://`, `npipe://`, `tcp://`, `ssh://`, or a bare `host:port`.
 *
 * @throws GantryError `bad-input` when it is none of them
 */
export function parseDockerHost(address: string): DockerTransport {
  const [scheme = "tcp", rest = address] = address.includes("://") ? address.split(/:\/\/(.*)/s) : ["tcp", address];
  if (scheme === "unix") return { kind: "unix", path: rest || "/var/run/docker.sock" };
  if (scheme === "npipe") return { kind: "npipe", path: rest || "//./pipe/docker_engine" };
  if (scheme !== "tcp" && scheme !== "ssh" && scheme !== "http" && scheme !== "https") throw badHost(address);
  let url: URL;
  try {
    url = new URL(`ssh://${rest}`);
  } catch (error) {
    throw badHost(address, error);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "") throw badHost(address);
  if (scheme !== "ssh") return { kind: "tcp", host, port: url.port === "" ? 2375 : Number(url.port) };
  const user = decodeURIComponent(url.username);
  return {
    kind: "ssh",
    host,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    ...(user === "" ? {} : { user }),
  };
}

function badHost(address: string, cause?: unknown): GantryError {
  return new GantryError("bad-input", `${withoutPassword(address)} is not a Docker host address.`, {
    hint: "Use unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host.",
    cause,
  });
}

function withoutPassword(address: string): string {
  return address.replace(/(:\/\/[^:/@]*):[^/@]*@/, "$1@");
}

async function hostEndpoint(address: string, { env }: Surroundings, folder: string): Promise<DockerEndpoint> {
  const transport = parseDockerHost(address);
  const endpoint = { name: "default", address: withoutPassword(address), transport };
  if (transport.kind !== "tcp" || (!env["DOCKER_TLS_VERIFY"] && !env["DOCKER_TLS"])) return endpoint;
  const tls = await readTls(env["DOCKER_CERT_PATH"] || folder, Boolean(env["DOCKER_TLS_VERIFY"]));
  return { ...endpoint, transport: { ...transport, tls } };
}

async function readTls(folder: string, verify: boolean): Promise<TlsMaterial> {
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => undefined);
  const [ca, cert, key] = await Promise.all([read("ca.pem"), read("cert.pem"), read("key.pem")]);
  return {
    verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function openSockets(surroundings: Surroundings): Promise<DockerEndpoint[]> {
  const candidates = defaultSockets(surroundings);
  const exists = surroundings.exists ?? isThere;
  const there = await Promise.all(candidates.map((one) => exists(one.path)));
  return candidates.filter((_, index) => there[index]).map((one) => socketEndpoint(one.name, one.path, surroundings));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Nothing is there: the usual place, so that the failure to connect names it. */
function fallbackSocket(surroundings: Surroundings): DockerEndpoint {
  const first = defaultSockets(surroundings)[0];
  return socketEndpoint("default", first?.path ?? "/var/run/docker.sock", surroundings);
}

function socketEndpoint(name: string, path: string, { platform }: Surroundings): DockerEndpoint {
  const kind = platform === "win32" ? "npipe" : "unix";
  return { name, address: `${kind}://${path}`, transport: { kind, path } };
}

async function currentContext(folder: string, problems: string[]): Promise<string | undefined> {
  const path = join(folder, "config.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value = (JSON.parse(text) as { currentContext?: unknown }).currentContext;
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    problems.push(`${path} cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}

async function readContexts(folder: string, problems: string[]): Promise<DockerEndpoint[]> {
  const root = join(folder, "contexts", "meta");
  const ids = await readdir(root).catch(() => []);
  const read = await Promise.all(
    ids.map(async (id) => {
      const path = join(root, id, "meta.json");
      try {
        return await readContext(folder, await readFile(path, "utf8"));
      } catch (error) {
        problems.push(`${path} cannot be read: ${messageOf(error)}`);
        return undefined;
      }
    }),
  );
  return read.filter((one) => one !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}

interface ContextMeta {
  Name?: unknown;
  Endpoints?: { docker?: { Host?: unknown; SkipTLSVerify?: unknown } };
}

async function readContext(folder: string, text: string): Promise<DockerEndpoint | undefined> {
  const meta = JSON.parse(text) as ContextMeta;
  const { Host: host, SkipTLSVerify: skip } = meta.Endpoints?.docker ?? {};
  if (typeof meta.Name !== "string") throw new GantryError("bad-input", "it has no Name");
  // A context without a Docker endpoint is a Kubernetes one of an old CLI.
  if (typeof host !== "string" || host === "") return undefined;
  const endpoint = { name: meta.Name, address: withoutPassword(host), transport: parseDockerHost(host) };
  if (endpoint.transport.kind !== "tcp") return endpoint;
  // The CLI names both folders after the SHA-256 of the context's name.
  const id = createHash("sha256").update(meta.Name).digest("hex");
  const tls = await readTls(join(folder, "contexts", "tls", id, "docker"), skip !== true);
  if (tls.ca === undefined && tls.cert === undefined && tls.verify) return endpoint;
  return { ...endpoint, transport: { ...endpoint.transport, tls } };
}

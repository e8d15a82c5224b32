import type { GatewayPort } from "./gateway-ports.ts";

/** The replicas in the balancer, by service: 12-character container ids, which a rename does not change. */
export type GatewayMembers = Readonly<Record<string, readonly string[]>>;

/** Where HAProxy's command socket listens, inside the container only. */
export const CONTROL_PORT = 9000;
/** The first port inside the container; high ones need no capability. */
const FIRST_PORT = 10_000;
/** Room for replicas to come, before the gateway must read its file anew. */
const SLOTS = 64;
/**
 * The name in slots that no replica has. With `ndots:1` in the container Docker answers names without a dot itself, so
 * that neither this one nor the id of a container that is gone is asked for outside.
 */
export const FREE = "unassigned";

/** One balanced port inside the containers; host ports that lead to the same one share it. */
export interface Backend {
  name: string;
  service: string;
  target: number;
  mode: GatewayPort["mode"];
  sticky: boolean;
  /** Where the gateway listens, inside its container. */
  listen: number;
}

export function backendsOf(ports: readonly GatewayPort[]): Backend[] {
  const byName = new Map<string, Backend>();
  for (const { service, target, mode, sticky } of ports) {
    const name = backendName({ service, target, mode });
    if (!byName.has(name)) byName.set(name, { name, service, target, mode, sticky, listen: FIRST_PORT + byName.size });
  }
  return [...byName.values()];
}

export function backendName({ service, target, mode }: Pick<GatewayPort, "service" | "target" | "mode">): string {
  return `${mode}:${service}:${target}`;
}

/**
 * HAProxy's configuration with these replicas in its slots. A slot is a server whose name is set at run time; that is
 * the way to change the balancer that lost no request under load, where a reload lost a few. The file is kept in step
 * so that a gateway that restarts knows its replicas.
 * Source: HAProxy 3.0 Configuration Manual, https://docs.haproxy.org/3.0/configuration.html
 */
export function gatewayConfig(ports: readonly GatewayPort[], members: GatewayMembers): string {
  return [GLOBAL, ...backendsOf(ports).map((one) => section(one, members[one.service] ?? []))].join("\n");
}

/** The replicas that a configuration names. */
export function readMembers(text: string): GatewayMembers {
  const members: Record<string, string[]> = {};
  let service = "";
  for (const line of text.split("\n")) {
    service = /^listen (?:tcp|http):([^:\s]+):\d+$/.exec(line)?.[1] ?? service;
    const ref = /^ {2}server s\d+ ([0-9a-f]+):\d+/.exec(line)?.[1];
    if (ref !== undefined && members[service]?.includes(ref) !== true) (members[service] ??= []).push(ref);
  }
  return members;
}

/**
 * A replica on this machine takes a connection within a millisecond or is not there: after 400 ms another one is asked.
 * The descriptor limit is bounded because an engine may allow a billion, and HAProxy takes memory for each. One thread: it
 * carries tens of thousands of requests a second, more than what stands before and behind it on a laptop, and on two
 * cores it was 7 % faster than two threads.
 */
const GLOBAL = `# Written by Gantry; the servers below are the replicas in the balancer.
global
  log stdout format raw local0 notice
  stats socket ipv4@127.0.0.1:${CONTROL_PORT} level admin
  stats timeout 1m
  stats maxconn 50
  nbthread 1
  fd-hard-limit 50000
  hard-stop-after 10s

# The engine's own name server, wherever it is: 127.0.0.11 on Docker, the network's gateway on Podman. A replica that its
# restart policy brings back may have another address, so names are asked for every second. A name that a slot has just
# been given is asked for when HAProxy next asks for any: that of the free slots is asked for more often than needed.
resolvers engine
  parse-resolv-conf
  resolve_retries 1
  timeout resolve 100ms
  timeout retry 1s
  hold valid 1s
  hold nx 150ms
  hold other 1s
  hold refused 1s
  hold obsolete 1s
  hold timeout 5s

defaults
  timeout connect 400ms
  timeout queue 10s
  timeout client 1h
  timeout server 1h
  timeout tunnel 1h
  timeout http-request 30s
  timeout http-keep-alive 1h
  balance roundrobin
  retries 8
  option redispatch 1
  default-server check inter 1s fastinter 200ms downinter 300ms rise 1 fall 2 resolvers engine resolve-prefer ipv4 init-addr last,libc,none
`;

function section(one: Backend, refs: readonly string[]): string {
  return [
    `listen ${one.name}`,
    // The start script says which "any address" this kernel has; v4v6 makes the IPv6 one take both.
    `  bind "\${GANTRY_ANY}:${one.listen}" v4v6`,
    `  mode ${one.mode}`,
    ...(one.mode === "http" ? http(one.sticky) : tcp(one.sticky)),
    ...(one.sticky ? STAY : []),
    ...refs.map((ref, index) => `  server s${index + 1} ${ref}:${one.target}`),
    `  server-template s ${refs.length + 1}-${slotsFor(refs.length)} ${FREE}:${one.target} init-addr none disabled`,
    "",
  ].join("\n");
}

/** Twice the replicas there are, so that a rolling update always finds room. */
function slotsFor(count: number): number {
  return Math.max(SLOTS, 2 * count + 8);
}

/**
 * A client that belongs to a replica tries it again before it is sent to another one. A replica with a short queue of
 * connections drops some when many come at once; the kernel asks again after a second, so a second is too little here.
 */
const STAY = ["  option redispatch", "  timeout connect 3s"];

/** A request that may have been carried out is sent again only when that does no harm (RFC 9110, 9.2.2). */
function http(sticky: boolean): string[] {
  return [
    "  option forwardfor if-none",
    "  retry-on conn-failure empty-response",
    "  http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE PUT DELETE }",
    ...(sticky ? ["  dynamic-cookie-key gantry", "  cookie GANTRY insert indirect nocache httponly dynamic"] : []),
  ];
}

function tcp(sticky: boolean): string[] {
  return sticky ? ["  stick-table type ipv6 size 100k expire 1h", "  stick on src"] : [];
}

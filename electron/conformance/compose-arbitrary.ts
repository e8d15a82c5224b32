/** Random stacks for the differential test: valid ones mostly, in every mixture of short and long forms. */
import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";

type Fields = Record<string, Arbitrary<unknown>>;

const serviceNames = ["web", "db", "cache"] as const;
const word = fc.constantFrom("a", "b", "ab", "a-b", "a.b", "A_1", "x y", "ключ", "1", "true", "null", "");
const template = fc.constantFrom(
  "$SET",
  "${SET}",
  "${UNSET:-d}",
  "a${SET}b",
  "$$SET",
  "${UNSET-x y}",
  "${SET:+yes}",
  "$UNSET",
);
const text = fc.oneof({ weight: 3, arbitrary: word }, template);
const key = fc.constantFrom("A", "B", "C", "a.b", "k-y");
const loose = fc.oneof(
  text,
  fc.integer({ min: -1000, max: 100_000 }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const flag = fc.oneof(fc.boolean(), fc.constantFrom("true", "false"));
const bytes = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 2000 }), fc.constantFrom("b", "k", "kb", "m", "mb", "g", "GB"))
    .map(([n, unit]) => `${n}${unit}`),
  fc.integer({ min: 1, max: 1_000_000_000 }).map(String),
);
const duration = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom("ms", "s", "m", "h")), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.map(([n, unit]) => `${n}${unit}`).join(""));
const cores = fc.integer({ min: 1, max: 80 }).map((tenths) => tenths / 10);
const command = fc.oneof(
  fc.array(word, { maxLength: 3 }),
  fc.constantFrom("echo a b", "sh -c 'a \"b\" c'", "a\\ b", "", 'x "y z"'),
  fc.constant(null),
);

function some(fields: Fields): Arbitrary<Record<string, unknown>> {
  return fc.record(fields, { requiredKeys: [] });
}

function listOf(item: Arbitrary<unknown>, maxLength = 3): Arbitrary<unknown[]> {
  return fc.array(item, { maxLength });
}

function pairs(value: Arbitrary<unknown>): Arbitrary<unknown> {
  const line = fc
    .tuple(key, fc.option(text))
    .map(([name, content]) => (content === null ? name : `${name}=${content}`));
  return fc.oneof(fc.dictionary(key, value, { maxKeys: 3 }), fc.uniqueArray(line, { maxLength: 3 }));
}

/** Fixed host ports come from a big range, so that two services seldom want the same one. */
const port = fc
  .tuple(fc.integer({ min: 1024, max: 60_000 }), fc.integer({ min: 1, max: 9000 }), fc.constantFrom("", "/udp", "/tcp"))
  .chain(([outside, inside, protocol]) =>
    fc.constantFrom<unknown>(
      inside,
      `${inside}${protocol}`,
      `${outside}:${inside}${protocol}`,
      `127.0.0.1:${outside}:${inside}${protocol}`,
      `127.0.0.1::${inside}`,
      `${outside}-${outside + 2}:${inside}-${inside + 2}${protocol}`,
      `${inside}-${inside + 1}`,
      { target: inside },
      { target: inside, published: `${outside}`, protocol: "udp", mode: "host" },
      { target: inside, published: outside, host_ip: "127.0.0.1" },
    ),
  );

const target = fc.constantFrom("/a", "/b", "/c/d");
const mount = fc.oneof(
  target,
  fc
    .tuple(
      fc.constantFrom("data", "more", "./x", "../y", "~/z", "/abs"),
      target,
      fc.constantFrom("", ":ro", ":rw", ":z", ":ro,nocopy"),
    )
    .map(([source, inside, mode]) => `${source}:${inside}${mode}`),
  fc.record(
    {
      type: fc.constant("volume"),
      source: fc.constantFrom("data", "more"),
      target,
      read_only: flag,
      volume: some({ nocopy: flag }),
    },
    { requiredKeys: ["type", "source", "target"] },
  ),
  fc.record(
    {
      type: fc.constant("bind"),
      source: fc.constantFrom("./x", "/abs"),
      target,
      bind: some({ propagation: fc.constant("rslave"), create_host_path: fc.boolean() }),
    },
    { requiredKeys: ["type", "source", "target"] },
  ),
  fc.record({ type: fc.constant("tmpfs"), target, tmpfs: some({ size: bytes }) }, { requiredKeys: ["type", "target"] }),
);

const network = some({
  aliases: listOf(word.filter((name) => name !== "")),
  priority: fc.integer({ min: 1, max: 9 }),
  ipv4_address: fc.constant("10.0.0.9"),
});
const networks = fc.oneof(
  fc.uniqueArray(fc.constantFrom("front", "back"), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("front", "back", "default"), fc.option(network), { maxKeys: 2 }),
);
const dependency = fc.record(
  { condition: fc.constantFrom("service_started", "service_healthy"), restart: fc.boolean(), required: fc.boolean() },
  { requiredKeys: ["condition"] },
);
const limits = some({ cpus: fc.oneof(cores, cores.map(String)), memory: bytes });
const deploy = some({
  replicas: fc.integer({ min: 0, max: 5 }),
  mode: fc.constantFrom("replicated", "global"),
  labels: pairs(loose),
  resources: some({ limits, reservations: limits }),
  update_config: some({ parallelism: fc.nat(3), delay: duration, order: fc.constantFrom("start-first", "stop-first") }),
  restart_policy: some({ condition: fc.constantFrom("any", "none"), delay: duration, max_attempts: fc.nat(5) }),
  placement: some({ constraints: fc.array(word, { minLength: 1, maxLength: 3 }) }),
});
const build = fc.oneof(
  fc.constantFrom(".", "./dir", "https://example.com/x.git"),
  some({
    context: fc.constantFrom(".", "../up"),
    dockerfile: fc.constant("D"),
    args: pairs(loose),
    target: word,
    labels: pairs(loose),
    tags: listOf(word),
    shm_size: bytes,
    no_cache: flag,
  }),
);
const healthcheck = some({
  test: fc.oneof(
    fc.constantFrom("curl x", "a && b"),
    listOf(word).map((words) => ["CMD", ...words]),
  ),
  interval: duration,
  timeout: duration,
  start_period: duration,
  retries: fc.nat(9),
  disable: flag,
});

function service(name: string): Arbitrary<unknown> {
  // Dependencies point one way, so that no circle can arise.
  const later = serviceNames.slice(serviceNames.indexOf(name as (typeof serviceNames)[number]) + 1);
  const dependsOn = fc.oneof(
    fc.uniqueArray(
      fc.constantFrom(...later, "db", "cache").filter((other) => later.includes(other as never)),
      { maxLength: 2 },
    ),
    fc.dictionary(
      fc.constantFrom(...later, "cache").filter((other) => later.includes(other as never)),
      dependency,
      { maxKeys: 2 },
    ),
  );
  return fc.record(
    {
      image: text.filter((image) => image !== ""),
      command,
      entrypoint: command,
      environment: pairs(loose),
      labels: pairs(loose),
      annotations: pairs(loose),
      sysctls: pairs(fc.oneof(word, fc.integer({ min: 0, max: 9 }))),
      ports: listOf(port),
      expose: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom("100", "100-101", "7/udp")), {
        maxLength: 2,
      }),
      volumes: listOf(mount),
      tmpfs: fc.oneof(target, listOf(target)),
      networks,
      ...(later.length === 0 ? {} : { depends_on: dependsOn }),
      healthcheck,
      deploy,
      build,
      restart: fc.constantFrom("no", "always", "unless-stopped", "on-failure:3"),
      tty: flag,
      init: flag,
      read_only: flag,
      hostname: text,
      user: word,
      working_dir: target,
      stop_grace_period: duration,
      mem_reservation: bytes,
      shm_size: bytes,
      cap_add: listOf(word),
      dns: fc.oneof(word, listOf(word)),
      extra_hosts: fc.oneof(
        fc.dictionary(
          word.filter((host) => host !== ""),
          fc.constantFrom("1.2.3.4", "::1"),
          { minKeys: 1 },
        ),
        // Compose 2.26.1 refuses some lists that the first of two files leaves empty.
        fc.uniqueArray(fc.constantFrom("a:1.1.1.1", "b=2.2.2.2", "c:::1"), { minLength: 1 }),
      ),
      ulimits: fc.dictionary(
        fc.constantFrom("nproc", "nofile"),
        fc.oneof(fc.nat(9), fc.record({ soft: fc.nat(9), hard: fc.nat(9) })),
      ),
      logging: some({
        driver: fc.constantFrom("json-file", "syslog"),
        options: fc.dictionary(key, fc.oneof(text, fc.nat(9))),
      }),
      secrets: fc.uniqueArray(fc.constantFrom<unknown>("token", { source: "token", target: "/t", mode: 0o440 }), {
        maxLength: 2,
      }),
      configs: fc.uniqueArray(fc.constantFrom<unknown>("conf", { source: "conf", target: "/c" }), { maxLength: 2 }),
      "x-own": fc.constant({ any: ["thing"] }),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
}

/** Few keys of the many at a time, so that a difference is easy to see. */
function sparse(arbitrary: Arbitrary<unknown>): Arbitrary<Record<string, unknown>> {
  return fc.tuple(arbitrary, fc.uniqueArray(fc.nat(60), { maxLength: 8 })).map(([value, picks]) => {
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.filter((_, index) => picks.includes(index)));
  });
}

const resources = {
  networks: fc.constant({ front: null, back: { driver: "bridge", internal: true }, default: {} }),
  volumes: fc.constant({ data: null, more: { labels: ["a=1"] } }),
  secrets: fc.constant({ token: { file: "./token.txt" } }),
  configs: fc.constant({ conf: { content: "x=$SET" } }),
};

function stack(needsImage: boolean): Arbitrary<Record<string, unknown>> {
  const services = fc.record(
    Object.fromEntries(
      serviceNames.map((name) => [
        name,
        sparse(service(name)).map((value) => (needsImage ? { image: "x", ...value } : value)),
      ]),
    ),
  );
  return fc.record(needsImage ? { services, ...resources } : { services });
}

/** One or two files, to be merged, as text. JSON is YAML; some are written with indents, some on one line. */
export const stackFiles: Arbitrary<string[]> = fc
  .tuple(stack(true), fc.option(stack(false)), fc.constantFrom(undefined, 2))
  .map(([base, over, indent]) =>
    [base, ...(over === null ? [] : [over])].map((one) => JSON.stringify(one, null, indent)),
  );

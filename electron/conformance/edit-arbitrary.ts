/** Random edits of a given file: names and indexes are chosen from what the file has. */
import * as fc from "fast-check";
import type { Project } from "../../shared/stack/project.ts";
import type { UserEdit } from "../../shared/stack/edit-values.ts";

/** A choice that is made when the file is known. */
export interface EditSeed {
  kind: number;
  service: number;
  other: number;
  number: number;
  text: string;
  answer: "here" | "everywhere" | undefined;
}

const texts = [
  "x",
  "a b",
  "1",
  "true",
  "it's",
  'say "hi"',
  "a: b",
  "a #b",
  "[a, b]",
  "$$5",
  "- x",
  "*x",
  "é",
  "a,b",
  "{",
  "null",
  "1.0",
];

export const editSeed: fc.Arbitrary<EditSeed> = fc.record({
  kind: fc.nat(1000),
  service: fc.nat(20),
  other: fc.nat(20),
  number: fc.nat(4),
  text: fc.constantFrom(...texts),
  answer: fc.constantFrom("here" as const, "here" as const, "everywhere" as const, undefined),
});

/** @param services names as the file has them, also those that no profile enables */
export function editOf(seed: EditSeed, project: Project | undefined, services: readonly string[]): UserEdit {
  const pick = (names: readonly string[], at: number, none: string): string =>
    names[at % Math.max(1, names.length)] ?? none;
  const service = pick(services, seed.service, "web");
  const on = pick(services, seed.other, "db");
  const { number, text } = seed;
  const shared = seed.answer === undefined ? {} : { shared: seed.answer };
  const fresh = `n${number}`;
  const volumes = Object.keys(project?.volumes ?? {});
  const networks = Object.keys(project?.networks ?? {}).filter((name) => name !== "default");
  const mounted = number < 2 ? pick(volumes, seed.other, "data") : `new${number}`;
  const joined = number < 2 ? pick(networks, seed.other, "back") : `net${number}`;
  const section = (["networks", "volumes", "secrets", "configs"] as const)[seed.other % 4] ?? "volumes";
  const known = Object.keys(project?.[section] ?? {}).filter((name) => name !== "default");
  const name = pick(known, number, "none");
  const file = section === "configs" ? "configs" : "secrets";
  const edits: UserEdit[] = [
    { kind: "add-service", service: fresh, image: "busybox" },
    { kind: "remove-service", service },
    { kind: "rename-service", service, to: `${service.slice(0, 20)}${number}` },
    { kind: "duplicate-service", service, to: `copy${number}` },
    { kind: "set-image", service, image: `image:${number}`, ...shared },
    { kind: "set-build", service, context: number === 0 ? null : `./dir${number}`, ...shared },
    {
      kind: "set-command",
      service,
      command: number === 0 ? null : number === 1 ? `run ${number}` : ["run", text],
      ...shared,
    },
    {
      kind: "set-entrypoint",
      service,
      entrypoint: number === 0 ? null : (Array(number).fill(text) as string[]),
      ...shared,
    },
    { kind: "set-restart", service, restart: number === 0 ? null : "always", ...shared },
    { kind: "set-profiles", service, profiles: [], ...shared },
    { kind: "set-replicas", service, replicas: number, ...shared },
    {
      kind: "set-autoscale",
      service,
      min: 1,
      max: number + 1,
      ...(number === 3 ? { requests: 100, cpu: null } : { cpu: 70 }),
      paused: seed.other % 2 === 0 ? true : null,
      ...shared,
    },
    {
      kind: "set-limits",
      service,
      cpus: number === 0 ? null : number / 2,
      memory: number === 1 ? null : `${number + 1}00m`,
      ...shared,
    },
    {
      kind: "set-env",
      service,
      name: pick(["A", "B", "FOO", "NEW"], seed.other, "A"),
      value: number === 0 ? null : text,
      ...shared,
    },
    {
      kind: "set-label",
      service,
      name: pick(["a", "com.example", "x.y/z"], seed.other, "a"),
      value: number === 0 ? null : text,
      ...shared,
    },
    {
      kind: "set-healthcheck",
      service,
      check: number === 0 ? null : { test: ["CMD", text], retries: number, interval: number === 1 ? null : "5s" },
      ...shared,
    },
    { kind: "add-port", service, port: `${40_000 + seed.kind * 20 + seed.other}:80`, ...shared },
    { kind: "set-port", service, index: number, port: `${30_000 + seed.kind}:81`, ...shared },
    { kind: "remove-port", service, index: number, ...shared },
    {
      kind: "add-mount",
      service,
      mount: `${mounted}:/mnt/${seed.kind}`,
      declare: !volumes.includes(mounted),
      ...shared,
    },
    { kind: "set-mount", service, index: number, mount: `./host:/h${seed.kind}`, ...shared },
    { kind: "remove-mount", service, index: number, ...shared },
    {
      kind: "join-network",
      service,
      network: joined,
      declare: !networks.includes(joined),
      ...shared,
    },
    { kind: "leave-network", service, network: pick([...networks, "default"], seed.other, "default"), ...shared },
    {
      kind: "add-link",
      service,
      on,
      condition: number < 2 ? "service_started" : "service_completed_successfully",
      ...shared,
    },
    { kind: "remove-link", service, on, ...shared },
    { kind: "use-file", service, section: file, name, ...shared },
    { kind: "drop-file", service, section: file, name, ...shared },
    {
      kind: "add-resource",
      section,
      name: fresh,
      settings: section === "secrets" || section === "configs" ? { environment: "X" } : {},
    },
    { kind: "rename-resource", section, name, to: `re${number}` },
    { kind: "remove-resource", section, name },
    { kind: "set-layout", positions: { [service]: [number, seed.kind], [on]: [number, number] } },
  ];
  return edits[seed.kind % edits.length] ?? { kind: "add-service", service: fresh, image: "busybox" };
}

import { expect, test } from "vitest";
import { desiredReplicas } from "../../shared/health.ts";
import type { Service } from "../../shared/stack/project.ts";
import { placementNotes } from "./placement.ts";

const node = { name: "laptop", os: "linux", arch: "x86_64" };
const service = (placement: Record<string, unknown>, scale = 1): Service => ({
  image: "x",
  command: null,
  entrypoint: null,
  scale,
  deploy: { placement },
});
const notesOf = (...constraints: string[]) => placementNotes([["web", service({ constraints })]], node);

test("what holds on this node is not mentioned", () => {
  const holding = [
    "node.hostname == laptop",
    "node.hostname!=server",
    "node.platform.os==linux",
    "node.platform.arch==amd64",
    "node.platform.arch == x86_64",
    "node.role == manager",
    "node.labels.disk != ssd",
  ];
  expect(notesOf(...holding)).toEqual([]);
});

test.each([
  ["node.hostname == server", "node.hostname is laptop"],
  ["node.platform.os == windows", "node.platform.os is linux"],
  ["node.platform.arch != amd64", "node.platform.arch is x86_64"],
])("%s is refused", (constraint, actual) => {
  const [note, ...more] = notesOf(constraint);
  expect(more).toEqual([]);
  expect(note).toMatchObject({
    severity: "blocker",
    path: ["services", "web", "deploy", "placement", "constraints", 0],
  });
  expect(note?.message).toContain(actual);
});

test.each(["node.role == worker", "node.labels.disk == ssd", "engine.labels.gpu==yes", "node.id==abc", "disk ~ ssd"])(
  "%s is told and the service runs all the same",
  (constraint) => {
    expect(notesOf(constraint)).toMatchObject([{ severity: "warning", code: "placement" }]);
    expect(notesOf(constraint)[0]?.message).toMatch(/no effect/);
  },
);

test("an engine that does not say its processor refuses nothing by it", () => {
  const web = [["web", service({ constraints: ["node.platform.arch==arm64"] })]] as const;
  expect(placementNotes(web, { name: "laptop" })).toMatchObject([{ severity: "warning" }]);
});

test("more replicas than a node may have are told", () => {
  expect(placementNotes([["web", service({ max_replicas_per_node: 2 }, 3)]], node)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("allows 2 of its 3 replicas") },
  ]);
  expect(placementNotes([["web", service({ max_replicas_per_node: 3 }, 3)]], node)).toEqual([]);
});

test("a global service has one replica on one node", () => {
  expect(desiredReplicas({ ...service({}, 5), deploy: { mode: "global" } })).toBe(1);
});

import { expect, test } from "vitest";
import { diffLines, revisionDiff, type RevisionState } from "./revision-diff.ts";
import type { Project, Service } from "./stack/project.ts";

const id = (digit: string) => `sha256:${digit.repeat(64)}`;

function state(services: Record<string, Partial<Service>>, more: Partial<RevisionState> = {}): RevisionState {
  const full = Object.entries(services).map(([name, one]) => [name, { command: null, entrypoint: null, ...one }]);
  const project: Project = {
    name: "shop",
    services: Object.fromEntries(full) as Project["services"],
    networks: {},
    volumes: {},
    secrets: {},
    configs: {},
  };
  return { project, want: "running", images: {}, ...more };
}
const words = (before: RevisionState, after: RevisionState) => diffLines(revisionDiff(before, after));

test("a state differs in nothing from itself, whatever the order of its keys", () => {
  const one = state({ web: { image: "app:1", labels: { a: "1", b: "2" } } });
  expect(words(one, state({ web: { labels: { b: "2", a: "1" }, image: "app:1" } }))).toEqual([]);
});

test("services come and go", () => {
  expect(words(state({ old: {}, web: {} }), state({ web: {}, new: {} }))).toEqual(["new added", "old removed"]);
});

test("what people look for is shown with its values, old and new", () => {
  const before = state({
    web: { image: "app:1", scale: 2, deploy: { resources: { limits: { memory: "67108864" } } } },
  });
  const after = state({
    web: {
      image: `app@${id("a")}`,
      deploy: { replicas: 3, resources: { limits: { memory: "134217728", cpus: 0.5 } } },
      ports: [{ target: 80, published: "8080" }],
      restart: "always",
    },
  });
  expect(words(before, after)).toEqual([
    "web: image app:1 -> app@sha256:aaaaaaaaaaaa, replicas 2 -> 3, ports unset -> 8080:80, cpus unset -> 0.5, " +
      "memory 64 MB -> 128 MB, restart unset -> always",
  ]);
});

test("a number of replicas said in another place is no change", () => {
  expect(words(state({ web: { scale: 2 } }), state({ web: { deploy: { replicas: 2 } } }))).toEqual([]);
});

test("an image that moved under its name is a change, with both ids", () => {
  const images = (digit: string) => ({ images: { web: { image: "app:1", id: id(digit), digests: [] } } });
  const [before, after] = [
    state({ web: { image: "app:1" } }, images("a")),
    state({ web: { image: "app:1" } }, images("b")),
  ];
  expect(words(before, after)).toEqual(["web: image app:1 (aaaaaaaaaaaa) -> app:1 (bbbbbbbbbbbb)"]);
  expect(words(before, { ...after, images: {} })).toEqual([]);
});

test("no value of what may be private is ever in it", () => {
  const build = (secret: string) =>
    state(
      {
        web: {
          environment: { TOKEN: secret, SAME: "1", [`ONLY_${secret === "hunter1" ? "A" : "B"}`]: null },
          command: ["run", `--password=${secret}`],
          labels: { auth: secret },
          build: { context: ".", args: { KEY: secret } },
          healthcheck: { test: ["CMD", secret] },
        },
      },
      {},
    );
  const [before, after] = [build("hunter1"), build("hunter2")];
  before.project.secrets = { pass: { name: "pass", content: "hunter1" } };
  after.project.secrets = { pass: { name: "pass", content: "hunter2" }, more: { name: "more" } };
  const diff = revisionDiff(before, after);
  expect(diffLines(diff)).toEqual([
    "web: environment (ONLY_A, ONLY_B, TOKEN), build, command, healthcheck, labels",
    "secret more added",
    "secret pass changed",
  ]);
  expect(JSON.stringify(diff)).not.toContain("hunter");
});

test("stopping and other settings are said", () => {
  const before = state({ web: { deploy: { update_config: { parallelism: 1 } } } });
  const after = state({ web: { deploy: { update_config: { parallelism: 2 } } } }, { want: "stopped" });
  after.project.networks = { front: { name: "shop_front" } };
  expect(words(before, after)).toEqual(["web: deploy.update_config", "stopped", "network front added"]);
});

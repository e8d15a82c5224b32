import { describe, expect, test } from "vitest";
import type { Edit } from "./edit.ts";
import { applyEdit } from "./edit.ts";

const shop = `# the shop
x-common: &common   # shared
  restart: always

services:
  web:
    <<: *common
    image: "nginx:1"  # keep me

    ports: ['80:80']

  db:
    image: pg
    deploy:
      replicas: 2   # two
      resources: {limits: {cpus: '0.5'}}
`;

function edited(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  expect(applyEdit(result.text, result.inverse).text).toBe(text);
  return result.text;
}

function changedLines(before: string, after: string): string[] {
  const old = before.split("\n");
  return after.split("\n").filter((line) => !old.includes(line));
}

describe("applyEdit", () => {
  test("changes the replicas that stand there and nothing else", () => {
    expect(edited(shop, { kind: "set-replicas", service: "db", replicas: 5 })).toBe(
      shop.replace("replicas: 2 ", "replicas: 5 "),
    );
  });

  test("adds replicas below the service's last line", () => {
    const after = edited(shop, { kind: "set-replicas", service: "web", replicas: 3 });
    expect(after).toBe(shop.replace("ports: ['80:80']\n", "ports: ['80:80']\n    deploy:\n      replicas: 3\n"));
  });

  test("uses scale where the file does", () => {
    const text = "services:\n  a:\n    image: x\n    scale: 1\n";
    expect(edited(text, { kind: "set-replicas", service: "a", replicas: 4 })).toBe(
      text.replace("scale: 1", "scale: 4"),
    );
  });

  test("sets limits in a flow map and keeps its quotes", () => {
    const after = edited(shop, { kind: "set-limits", service: "db", cpus: 1.5, memory: "512m" });
    expect(changedLines(shop, after)).toEqual(["      resources: {limits: {cpus: '1.5', memory: 512m}}"]);
  });

  test("removes a limit", () => {
    const text = "services:\n  a:\n    image: x\n    mem_limit: 1g # big\n    cpus: 2\n";
    expect(edited(text, { kind: "set-limits", service: "a", memory: null })).toBe(
      text.replace("    mem_limit: 1g # big\n", ""),
    );
  });

  test("removing the last limit removes the empty maps above it", () => {
    const text =
      "services:\n  a:\n    image: x\n    deploy:\n      resources:\n        limits:\n          cpus: 2\n    tty: true\n";
    expect(edited(text, { kind: "set-limits", service: "a", cpus: null })).toBe(
      "services:\n  a:\n    image: x\n    tty: true\n",
    );
  });

  test("adds a layout, then moves one card", () => {
    const first = edited(shop, { kind: "set-layout", positions: { web: [10.4, 20], db: [1, 2] } });
    expect(first).toBe(`${shop}x-gantry:\n  layout:\n    web: [10, 20]\n    db: [1, 2]\n`);
    const second = edited(first, { kind: "set-layout", positions: { db: [7, 8] } });
    expect(second).toBe(first.replace("[1, 2]", "[7, 8]"));
  });

  test("keeps CRLF and a missing last newline", () => {
    const text = "services:\r\n  a:\r\n    image: x";
    const after = edited(text, { kind: "set-replicas", service: "a", replicas: 2 });
    expect(after).toBe("services:\r\n  a:\r\n    image: x\r\n    deploy:\r\n      replicas: 2");
  });

  test("refuses to change a value that another service shares", () => {
    const text = "services:\n  a: &a\n    image: x\n  b: *a\n";
    expect(() => applyEdit(text, { kind: "set-replicas", service: "b", replicas: 2 })).toThrow(
      "shared through the alias",
    );
  });

  test("refuses an undo on a text that has changed", () => {
    const { text, inverse } = applyEdit(shop, { kind: "set-replicas", service: "db", replicas: 5 });
    expect(() => applyEdit(`# new\n${text}`, inverse)).toThrow("changed");
  });
});

const team = `services:
  web: # the door
    image: web
    depends_on: [db] # first
    links: ["db:data"]
    environment:
      - A=1 # one
    networks:
      - front
  worker:
    image: worker
    network_mode: service:db
    depends_on:
      - db # waits
    volumes_from: ["db:ro"]
  db:
    image: pg
    volumes: ["data:/data"]
    secrets: [key]
networks: {front: {}}
volumes: {data: {}}
secrets:
  key: {file: ./key}
x-gantry:
  layout: {db: [1, 2]}
`;

describe("edits of services", () => {
  test("renaming follows every reference and keeps comments", () => {
    expect(edited(team, { kind: "rename-service", service: "db", to: "store" })).toBe(
      team
        .replaceAll("db:", "store:")
        .replaceAll("[db]", "[store]")
        .replace("service:db", "service:store")
        .replace("- db #", "- store #"),
    );
  });

  test("renaming a volume or a secret follows its uses, and its place in the container stays", () => {
    expect(edited(team, { kind: "rename-resource", section: "volumes", name: "data", to: "rows" })).toBe(
      team.replace('"data:/data"', '"rows:/data"').replace("{data: {}}", "{rows: {}}"),
    );
    expect(edited(team, { kind: "rename-resource", section: "secrets", name: "key", to: "token" })).toBe(
      team.replace("[key]", "[{source: token, target: key}]").replace("  key: {file", "  token: {file"),
    );
  });

  test("removing takes links along and refuses what others cannot be without", () => {
    const after = edited(team, { kind: "remove-service", service: "worker" });
    expect(after).toBe(team.slice(0, team.indexOf("  worker:")) + team.slice(team.indexOf("  db:\n")));
    expect(() => applyEdit(team, { kind: "remove-service", service: "db" })).toThrow(/worker cannot be without db/);
    expect(() => applyEdit(team, { kind: "remove-resource", section: "volumes", name: "data" })).toThrow(/used by db/);
  });

  test("a copy has the comments and not the host ports", () => {
    const text = "services:\n  a: # one\n    image: x # two\n    ports: ['80:80']\n    container_name: n\nx-y: 1\n";
    expect(edited(text, { kind: "duplicate-service", service: "a", to: "b" })).toBe(
      text.replace("x-y", "  b: # one\n    image: x # two\nx-y"),
    );
  });

  test("a variable, a network and a link go into the form that stands there", () => {
    expect(edited(team, { kind: "set-env", service: "web", name: "B", value: "two words" })).toBe(
      team.replace("- A=1 # one\n", "- A=1 # one\n      - B=two words\n"),
    );
    expect(edited(team, { kind: "join-network", service: "web", network: "back" })).toBe(
      team.replace("- front\n", "- front\n      - back\n").replace("{front: {}}", "{front: {}, back: {}}"),
    );
    expect(
      edited(team, { kind: "add-link", service: "worker", on: "web", condition: "service_completed_successfully" }),
    ).toBe(
      team.replace(
        "- db # waits\n",
        "db: {condition: service_started} # waits\n      web:\n        condition: service_completed_successfully\n",
      ),
    );
    expect(() => applyEdit(team, { kind: "add-link", service: "db", on: "web" })).toThrow("db -> web -> db");
  });
});

describe("shared values", () => {
  const text = `x-deploy: &deploy
  replicas: 2 # both
services:
  a:
    image: x
    deploy: *deploy
  b:
    image: y
    deploy: *deploy
`;
  const edit = { kind: "set-replicas", service: "a", replicas: 5 } as const;

  test("an edit asks, with what it may answer", () => {
    expect(() => applyEdit(text, edit)).toThrow(
      expect.objectContaining({ code: "shared-value", choices: ["here", "everywhere"] }),
    );
    expect(() => applyEdit(text, edit)).toThrow("services.a.deploy is shared through the alias *deploy with b.");
  });

  test("here breaks the alias, everywhere changes the anchor", () => {
    expect(edited(text, { ...edit, shared: "here" })).toBe(
      text.replace("    deploy: *deploy\n  b", "    deploy:\n      replicas: 5\n  b"),
    );
    expect(edited(text, { ...edit, shared: "everywhere" })).toBe(text.replace("replicas: 2", "replicas: 5"));
  });

  test("a value of a merge key is copied before it is changed, and overridden without a question", () => {
    const merged = "x-c: &c\n  restart: always\n  labels: {a: b}\nservices:\n  a:\n    <<: *c\n    image: x\n";
    expect(edited(merged, { kind: "set-restart", service: "a", restart: "no" })).toBe(`${merged}    restart: "no"\n`);
    const label = { kind: "set-label", service: "a", name: "c", value: "d" } as const;
    expect(() => applyEdit(merged, label)).toThrow("shared through the alias *c");
    expect(edited(merged, { ...label, shared: "here" })).toBe(`${merged}    labels:\n      a: b\n      c: d\n`);
  });

  test("a service that others extend is not changed by surprise, and an inherited value is hidden", () => {
    const base = "services:\n  base:\n    image: x\n    restart: always\n  web:\n    extends: base\n";
    const change = { kind: "set-image", service: "base", image: "other" } as const;
    expect(() => applyEdit(base, change)).toThrow("web extends base and would change too.");
    expect(edited(base, { ...change, shared: "everywhere" })).toBe(base.replace("image: x", "image: other"));
    const hide = { kind: "set-restart", service: "web", restart: null } as const;
    expect(() => applyEdit(base, hide)).toThrow("comes from base");
    expect(edited(base, { ...hide, shared: "here" })).toBe(`${base}    restart: !reset null\n`);
  });

  test("what is there already through an alias, a merge key or extends is not added again", () => {
    const there = `x-c: &c
  networks: &nets [back]
  ports: ["80:80"]
  depends_on: [db]
  volumes: ["data:/d"]
services:
  db: {image: x}
  alias:
    image: x
    networks: *nets
  merge:
    <<: *c
    image: x
  child:
    extends: merge
networks: {back: {}}
volumes: {data: {}}
`;
    for (const shared of [undefined, "here", "everywhere"] as const) {
      const more = shared === undefined ? {} : { shared };
      expect(edited(there, { kind: "join-network", service: "alias", network: "back", ...more })).toBe(there);
      for (const service of ["merge", "child"]) {
        expect(edited(there, { kind: "join-network", service, network: "back", ...more })).toBe(there);
        expect(edited(there, { kind: "add-port", service, port: "80:80", ...more })).toBe(there);
        expect(edited(there, { kind: "add-link", service, on: "db", ...more })).toBe(there);
        expect(edited(there, { kind: "add-mount", service, mount: "data:/d", ...more })).toBe(there);
        const other = { kind: "add-mount", service, mount: "other:/d", ...more } as const;
        expect(() => applyEdit(there, other)).toThrow(`The service ${service} has a mount at /d already.`);
      }
    }
    // What is inherited is joined to, and the default network is not put beside it.
    expect(edited(there, { kind: "join-network", service: "child", network: "front" })).toBe(
      there
        .replace("extends: merge\n", "extends: merge\n    networks: [front]\n")
        .replace("{back: {}}", "{back: {}, front: {}}"),
    );
  });

  test("a list behind an alias is edited as a list", () => {
    const list = "x-e: &e [A=1, B=2]\nservices:\n  a:\n    image: x\n    environment: *e\n";
    expect(edited(list, { kind: "set-env", service: "a", name: "A", value: "3", shared: "here" })).toBe(
      list.replace("environment: *e", "environment: [A=3, B=2]"),
    );
    expect(edited(list, { kind: "set-env", service: "a", name: "B", value: null, shared: "everywhere" })).toBe(
      list.replace("[A=1, B=2]", "[A=1]"),
    );
  });

  test("a map that is written in the merge key itself is left to the user", () => {
    const inline = "services:\n  a:\n    <<: {networks: [back]}\n    image: x\nnetworks: {back: {}}\n";
    const join = { kind: "join-network", service: "a", network: "front", shared: "here" } as const;
    expect(() => applyEdit(inline, join)).toThrow("services.a.networks comes from a map written in a merge key");
  });

  test("what stands in the list of an extended service is not taken away without effect", () => {
    const text =
      "services:\n  db: {image: x}\n  base: {image: x, depends_on: [db], environment: [A=1]}\n  web: {extends: base}\n";
    const unlink = { kind: "remove-link", service: "web", on: "db", shared: "here" } as const;
    expect(() => applyEdit(text, unlink)).toThrow("db of depends_on comes from base, which web extends.");
    const unset = { kind: "set-env", service: "web", name: "A", value: null, shared: "here" } as const;
    expect(() => applyEdit(text, unset)).toThrow("A of environment comes from base, which web extends.");
  });

  test("a limit is not given to services that extend this one and have only the other limit", () => {
    const limits = "{resources: {limits: {memory: 100m}}}";
    const text = `services:\n  base: {image: x}\n  web: {extends: base, deploy: ${limits}}\n`;
    const edit = { kind: "set-limits", service: "base", cpus: 1, memory: "300m", shared: "here" } as const;
    expect(() => applyEdit(text, edit)).toThrow("web extends base and would change too.");
  });
});

test("of a variable that a list names twice the last one counts, and both go", () => {
  const text = "services:\n  a:\n    image: x\n    environment:\n      - B\n      - A=1\n      - B=2\n";
  const set = { kind: "set-env", service: "a", name: "B" } as const;
  expect(edited(text, { ...set, value: "3" })).toBe(text.replace("B=2", "B=3"));
  expect(edited(text, { ...set, value: null })).toBe(text.replace("      - B\n", "").replace("      - B=2\n", ""));
});

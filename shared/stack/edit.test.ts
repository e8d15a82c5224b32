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

import { expect, test } from "vitest";
import { specificationKeys, supportMessage, supportOf, supportTable } from "./support.ts";
import { engines } from "./support/row.ts";
import { loadText } from "./testing.ts";

test("every key of the specification has a row for each engine, and no row is without a key", () => {
  const keys = specificationKeys();
  const rows = Object.keys(supportTable);
  expect(keys.length).toBeGreaterThan(350);
  expect(keys.filter((key) => !rows.includes(key))).toEqual([]);
  expect(rows.filter((key) => !keys.includes(key))).toEqual([]);
  const texts = engines.flatMap((engine) =>
    Object.values(supportTable).flatMap(({ [engine]: support }) =>
      support.state === "supported" ? [] : [support.text],
    ),
  );
  expect(texts.filter((text) => !/^\w.*\.$/.test(text))).toEqual([]);
});

const text = `
services:
  web:
    image: nginx
    ports: ["8080:80"]
    deploy: {placement: {constraints: [node.labels.disk == ssd]}, restart_policy: {condition: any, delay: 5s}}
    labels: {deploy: placement}
  db:
    image: pg
    cpuset: "0"
    deploy: {placement: {constraints: [node.labels.disk == ssd]}}
`;

test("only rows that matter to the file are told, once, with every place", async () => {
  const { project } = await loadText(text);
  if (project === undefined) throw new Error("the file is sound");
  const docker = supportOf(project, "docker");
  expect(docker.map(({ key, state, paths }) => [key, state, paths.length])).toEqual([
    ["services.*.deploy.placement", "approximated", 2],
    ["services.*.deploy.restart_policy.condition", "approximated", 1],
    ["services.*.deploy.restart_policy.delay", "ignored", 1],
  ]);
  expect(docker.map(supportMessage)[0]).toBe(
    "deploy.placement of web, db is approximated. A Docker engine is one node: constraints are checked against it before Apply.",
  );
  expect(docker[0]?.paths).toEqual([
    ["services", "web", "deploy", "placement"],
    ["services", "db", "deploy", "placement"],
  ]);
  expect(supportOf(project, "kubernetes").map(({ key }) => key)).toContain("services.*.cpuset");
});

test("a plain file has nothing to be told on Docker", async () => {
  const { project } = await loadText(
    "services:\n  web: {image: nginx, ports: ['80:80'], volumes: ['d:/d']}\nvolumes: {d:}\n",
  );
  expect(project === undefined ? [] : supportOf(project, "docker")).toEqual([]);
});

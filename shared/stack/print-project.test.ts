import { expect, test } from "vitest";
import { printableProject, projectYaml } from "./print-project.ts";
import { loadText } from "./testing.ts";

const text = `
name: shop
services:
  web:
    image: nginx
    command: [echo, "$$HOME", "no", "1:20", "2020-01-01", "0o17", "null", "~"]
    environment: {A: "$$5", B: "yes", C:}
    ports: ["127.0.0.1:8080-8081:80-81/udp"]
    secrets: [{source: key, mode: 0440}]
    mem_limit: 1g
    volumes: ["data:/data:ro", {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
    healthcheck: {test: curl localhost, interval: 1m30s}
    deploy: {resources: {limits: {cpus: "0.5", memory: 1g}}}
    x-own: {a: [1, 2.5, true, null]}
volumes: {data: {}}
secrets: {key: {file: ./key}}
x-note: "a # b: c"
`;

test("what is printed is read again as the same model", async () => {
  const { project, problems } = await loadText(text);
  expect(problems).toEqual([]);
  if (project === undefined) return;
  const again = await loadText(projectYaml(project));
  expect(again.problems).toEqual([]);
  expect(again.project).toEqual(project);
  expect((await loadText(JSON.stringify(printableProject(project)))).project).toEqual(project);
});

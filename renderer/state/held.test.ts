import { expect, test } from "vitest";
import { heldReplicas } from "./held.ts";
import { service } from "./test-data.ts";

const web = service({ scale: 2, "x-gantry": { autoscale: { min: 2, max: 8, cpu: 70 } } });
const paused = service({ scale: 2, "x-gantry": { autoscale: { min: 2, max: 8, cpu: 70, paused: true } } });

test("the number shown is the autoscaler's while it has it, else the file's", () => {
  expect(heldReplicas(web, { replicas: { web: 5 } }, "web")).toBe(5);
  expect(heldReplicas(web, null, "web")).toBe(2);
  expect(heldReplicas(paused, { replicas: { web: 5 } }, "web")).toBe(2);
});

import { describe, expect, test } from "vitest";
import { applyEdit } from "../stack/edit.ts";
import type { Service } from "../stack/project.ts";
import { loadText } from "../stack/testing.ts";
import { handEdits } from "./hand.ts";
import { keepAutoscaled, kept } from "./kept.ts";
import { autoscaleTitle, decisionCause, decisionWords, restingWords } from "./words.ts";

const file = `services:
  web:
    image: x
    cpus: 0.5
    scale: 2
    x-gantry:
      autoscale: {min: 2, max: 8, cpu: 70} # ours
  db:
    image: x
`;

async function model(text: string) {
  const { project, problems } = await loadText(text);
  if (project === undefined) throw new Error(JSON.stringify(problems));
  return project;
}

async function web(change: (text: string) => string = (text) => text): Promise<Service> {
  const found = (await model(change(file))).services["web"];
  if (found === undefined) throw new Error("no service");
  return found;
}

describe("the number of an autoscaled service", () => {
  test("is what was applied, within the bounds of the file; the file's own is where it starts", async () => {
    const service = await web();
    expect([undefined, 5, 1, 12].map((applied) => kept(service, applied).scale)).toEqual([2, 5, 2, 8]);
  });

  test("is the file's when it is paused, switched off, or there is no autoscaling", async () => {
    const paused = await web((text) => text.replace("cpu: 70", "cpu: 70, paused: true"));
    expect(kept(paused, 5)).toBe(paused);
    const off = await web((text) => text.replace("scale: 2", "scale: 0"));
    expect(kept(off, 5)).toBe(off);
    const project = await model(file);
    expect(keepAutoscaled(project, { web: 5, db: 3 }).services["db"]).toBe(project.services["db"]);
  });

  test("comes out the same the second time, also where the file says no number", async () => {
    const project = await model(file.replace("    scale: 2\n", ""));
    const first = keepAutoscaled(project, {});
    expect(first.services["web"]?.deploy?.replicas).toBe(2);
    expect(keepAutoscaled(project, { web: 2 })).toEqual(first);
    expect(keepAutoscaled(first, { web: 2 })).toEqual(first);
  });
});

describe("a hand on the slider", () => {
  const after = async (replicas: number, text = file) => {
    const service = (await model(text)).services["web"];
    if (service === undefined) throw new Error("no service");
    return applyEdit(text, { kind: "sequence", edits: handEdits("web", service, replicas) }).text;
  };

  test("moves the bound that is in the way", async () => {
    expect(await after(12)).toBe(file.replace("max: 8", "max: 12").replace("scale: 2", "scale: 12"));
    expect(await after(1)).toBe(file.replace("min: 2", "min: 1").replace("scale: 2", "scale: 1"));
  });

  test("pauses it inside of the bounds, once", async () => {
    const paused = file.replace("cpu: 70", "cpu: 70, paused: true").replace("scale: 2", "scale: 5");
    expect(await after(5)).toBe(paused);
    expect(await after(6, paused)).toBe(paused.replace("scale: 5", "scale: 6"));
  });

  test("0 switches it off, and the next number on again", async () => {
    const off = file.replace("scale: 2", "scale: 0");
    expect(await after(0)).toBe(off);
    expect(await after(3, off)).toBe(off.replace("scale: 0", "scale: 3"));
  });

  test("changes only the number of a service without autoscaling", async () => {
    const plain = file.replace(/ {4}x-gantry:\n.*\n/, "");
    expect(await after(5, plain)).toBe(plain.replace("scale: 2", "scale: 5"));
  });
});

describe("what the file may say", () => {
  const codes = async (from: string | RegExp, to: string) => {
    const { problems } = await loadText(file.replace(from, to));
    return problems.map(({ severity, code, line }) => `${severity} ${code} ${line}`);
  };

  test("bounds in order, and at least one metric", async () => {
    expect(await codes("", "")).toEqual([]);
    expect(await codes("min: 2", "min: 9")).toEqual(["error autoscale-bounds 7"]);
    expect(await codes(", cpu: 70", "")).toEqual(["error autoscale-metric 7"]);
    expect(await codes("min: 2", "min: 0")).toEqual(["warning autoscale-zero 7"]);
  });

  test("metrics that can be had", async () => {
    expect(await codes("    cpus: 0.5\n", "")).toEqual(["warning autoscale-limit 6"]);
    expect(await codes("cpu: 70", "memory: 80")).toEqual(["warning autoscale-limit 7"]);
    expect(await codes("cpu: 70", "requests: 50")).toEqual(["warning autoscale-requests 7"]);
    expect(await codes("image: x\n    cpus", 'image: x\n    ports: ["80:80"]\n    cpus')).toEqual([]);
  });

  test("behaviour as in Kubernetes, with its ranges", async () => {
    const behavior =
      "behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 1, periodSeconds: 30}]}}";
    expect(await codes("cpu: 70", `cpu: 70, ${behavior}`)).toEqual([]);
    expect(await codes("cpu: 70", `cpu: 70, ${behavior.replace("60", "3601")}`)).toEqual(["error wrong-value 7"]);
    expect(await codes("cpu: 70", `cpu: 70, ${behavior.replace(", value: 1", "")}`)).toEqual(["error missing-key 7"]);
    expect(await codes("cpu: 70", "cpu: 70, behaviour: {}")).toEqual(["error unknown-key 7"]);
  });
});

test("decisions and bounds in words", async () => {
  const wish = { metric: "cpu" as const, current: 139.6, target: 70, replicas: 12 };
  expect(decisionCause("web", { from: 2, to: 8, wish })).toBe("web 2 -> 8: cpu 140 % of 70 %");
  expect(decisionWords({ wish, replicas: 12, why: "at most 8" })).toBe("cpu 140 % of 70 % asks for 12; at most 8");
  const slow = { metric: "requests" as const, current: 12.34, target: 50, replicas: 1 };
  expect(decisionWords({ wish: slow, replicas: 1 })).toBe("requests 12.3/s of 50/s asks for 1");
  expect(autoscaleTitle({ min: 1, max: 8, cpu: 70, requests: 50 })).toBe("Autoscaling 1–8, cpu 70 %, requests 50/s");
  expect(restingWords(await web())).toBeUndefined();
  expect(restingWords(await web((text) => text.replace("cpu: 70", "cpu: 70, paused: true")))).toMatch(/^Paused/);
  expect(restingWords(await web((text) => text.replace("scale: 2", "scale: 0")))).toMatch(/no replicas/);
});

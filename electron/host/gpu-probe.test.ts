import { expect, test } from "vitest";
import { parseGpus, probeGpus, runTool } from "./gpu-probe.ts";

const uuid = (last: number) => `GPU-9f0c3b1e-7d52-4a64-8c1f-0b2d6e5a4c0${last}`;

test("lists what nvidia-smi prints", async () => {
  const asked: string[][] = [];
  const gpus = await probeGpus(async (command, args) => {
    asked.push([command, ...args]);
    return `0, ${uuid(0)}, NVIDIA H100 80GB HBM3\n1, ${uuid(1)}, NVIDIA GeForce RTX 4090\r\n`;
  });
  expect(asked).toEqual([["nvidia-smi", "--query-gpu=index,uuid,name", "--format=csv,noheader"]]);
  expect(gpus).toEqual([
    { id: "0", uuid: uuid(0), name: "NVIDIA H100 80GB HBM3" },
    { id: "1", uuid: uuid(1), name: "NVIDIA GeForce RTX 4090" },
  ]);
});

test.each([
  ["No devices were found"],
  ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that it is running."],
  [""],
])("%j is no GPU", (text) => {
  expect(parseGpus(text)).toEqual([]);
});

test("a machine without the tool has none", async () => {
  expect(await probeGpus(() => runTool("/no/such/nvidia-smi", []))).toEqual([]);
});

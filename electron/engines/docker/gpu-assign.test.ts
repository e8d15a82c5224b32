import { describe, expect, test } from "vitest";
import type { Service } from "../../../shared/stack/project.ts";
import { cdiGpus } from "./cdi-gpus.ts";
import { limitsOf } from "./compile-limits.ts";
import { assignGpus, type GpuHolder } from "./gpu-assign.ts";
import { gpuLabel, gpusOfLabel } from "./gpu-label.ts";
import { gpuWish, withGpus } from "./gpu-wish.ts";

const gpus = [
  { id: "0", uuid: "GPU-a" },
  { id: "1", uuid: "GPU-b" },
  { id: "2", uuid: "GPU-c" },
];
const held = (replica: string, ids: string[], exclusive: boolean): GpuHolder => ({
  service: replica.replace(/-\d+$/, ""),
  replica,
  ids,
  exclusive,
});
const seek = (holders: GpuHolder[], wish: Parameters<typeof assignGpus>[2]["wish"], now?: string[]) =>
  assignGpus(gpus, holders, { service: "lab/train", replica: "lab/train-1", wish, now });

describe("one replica's GPUs", () => {
  test("an exclusive one takes what nobody holds, a shared one what nobody holds for himself", () => {
    const holders = [held("shop/web-1", ["0"], false), held("shop/llm-1", ["1"], true)];
    expect(seek(holders, { count: 1, exclusive: true })).toEqual(["2"]);
    expect(seek(holders, { count: 2, exclusive: true })).toBeUndefined();
    expect(seek(holders, { count: 2, exclusive: false })).toEqual(["0", "2"]);
    expect(seek(holders, { count: 1, exclusive: false })).toEqual(["2"]);
  });

  test("what it has it keeps, unless somebody has it for himself or it asks for another number", () => {
    const self = held("lab/train-1", ["2"], true);
    expect(seek([self], { count: 1, exclusive: true }, ["2"])).toEqual(["2"]);
    expect(seek([self, held("shop/llm-1", ["2"], true)], { count: 1, exclusive: true }, ["2"])).toEqual(["0"]);
    expect(seek([self], { count: 2, exclusive: true }, ["2"])).toEqual(["0", "1"]);
    expect(seek([], { count: 1, exclusive: true }, ["7"])).toEqual(["0"]);
  });

  test("replicas of one exclusive service that ask for a number share none; those that name devices do", () => {
    const sibling = [held("lab/train-2", ["0"], true)];
    expect(seek(sibling, { count: 1, exclusive: true })).toEqual(["1"]);
    expect(seek(sibling, { count: 1, ids: ["0"], exclusive: true })).toEqual(["0"]);
  });

  test("named devices are known by number and by identity, and refused when held or absent", () => {
    const holders = [held("shop/llm-1", ["1"], true)];
    expect(seek(holders, { count: 2, ids: ["GPU-c", "0"], exclusive: false })).toEqual(["2", "0"]);
    expect(seek(holders, { count: 1, ids: ["GPU-b"], exclusive: false })).toBeUndefined();
    expect(seek(holders, { count: 1, ids: ["9"], exclusive: false })).toBeUndefined();
  });

  test("all means all, so one that is held alone is too many", () => {
    expect(seek([held("shop/web-1", ["0"], false)], { count: -1, exclusive: false })).toEqual(["0", "1", "2"]);
    expect(seek([held("shop/llm-1", ["0"], true)], { count: -1, exclusive: false })).toBeUndefined();
  });
});

describe("wishes and requests", () => {
  const base = { image: "x", command: null, entrypoint: null };
  const reserve = (count: number): Service => ({
    ...base,
    deploy: {
      resources: {
        limits: { cpus: 1 },
        reservations: {
          devices: [{ driver: "nvidia", count, capabilities: ["gpu", "compute"] }, { capabilities: ["tpu"] }],
        },
      },
    },
  });

  test("both ways to ask are read, and nothing else", () => {
    expect(gpuWish(reserve(2))).toEqual({ count: 2, exclusive: false });
    expect(gpuWish({ ...base, gpus: [{ count: -1 }] })).toEqual({ count: -1, exclusive: false });
    expect(gpuWish({ ...base, gpus: [{}] })?.count).toBe(-1);
    expect(gpuWish({ ...base, gpus: [{ count: 1 }], "x-gantry": { gpu: { exclusive: true } } })?.exclusive).toBe(true);
    expect(gpuWish({ ...base, "x-gantry": { gpu: { exclusive: true } } })).toEqual({ count: 1, exclusive: true });
    expect(
      gpuWish({ ...base, deploy: { resources: { reservations: { devices: [{ capabilities: ["tpu"] }] } } } }),
    ).toBeUndefined();
  });

  test("the engine is asked for exactly these devices; other devices and limits stay", () => {
    expect(limitsOf(withGpus(reserve(2), ["1", "2"]))).toEqual({
      NanoCpus: 1e9,
      DeviceRequests: [
        { Driver: "nvidia", DeviceIDs: ["1", "2"], Capabilities: [["gpu", "compute"]] },
        { Driver: "", Count: -1, Capabilities: [["tpu"]] },
      ],
    });
    const cdi = limitsOf(withGpus({ ...base, gpus: [{ count: 1 }] }, ["amd.com/gpu=0"])).DeviceRequests;
    expect(cdi).toEqual([{ Driver: "cdi", DeviceIDs: ["amd.com/gpu=0"], Capabilities: [["gpu"]] }]);
  });

  test("the label says it and is read back; another's label is none", () => {
    const given = { ids: ["0", "2"], exclusive: true };
    expect(gpusOfLabel(Object.values(gpuLabel(given))[0])).toEqual({ gpus: given });
    expect([gpusOfLabel(undefined), gpusOfLabel("all"), gpuLabel(undefined)]).toEqual([{}, {}, {}]);
  });
});

test("devices that the engine discovered are GPUs once each", () => {
  const cdi = (...ids: string[]) => ids.map((ID) => ({ Source: "cdi", ID }));
  expect(cdiGpus(cdi("nvidia.com/gpu=0", "nvidia.com/gpu=GPU-a", "nvidia.com/gpu=all", "vendor.com/nic=1"))).toEqual([
    { id: "0" },
  ]);
  expect(cdiGpus(cdi("amd.com/gpu=0", "amd.com/gpu=1", "amd.com/gpu=all"))).toEqual([
    { id: "amd.com/gpu=0" },
    { id: "amd.com/gpu=1" },
  ]);
  expect(cdiGpus(cdi("nvidia.com/gpu=GPU-a"))).toEqual([{ id: "GPU-a" }]);
  expect([cdiGpus(undefined), cdiGpus(null), cdiGpus([])]).toEqual([[], [], []]);
});

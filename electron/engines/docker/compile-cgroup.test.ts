import { expect, test } from "vitest";
import { loadText } from "../../../shared/stack/testing.ts";
import { cgroupOf } from "./compile-cgroup.ts";

test("each key of a control group is one field of the engine", async () => {
  const { project } = await loadText(`
services:
  a:
    image: x
    cpu_period: 100000
    cpu_quota: 50000
    device_cgroup_rules: ["c 1:3 mr"]
    mem_swappiness: 10
    oom_kill_disable: true
    oom_score_adj: 500
    storage_opt: {size: 1G}
    blkio_config:
      weight: 300
      weight_device: [{path: /dev/sda, weight: 400}]
      device_read_bps: [{path: /dev/sda, rate: 12mb}]
      device_write_iops: [{path: /dev/sda, rate: 30}]
`);
  const service = project?.services["a"];
  expect(service && cgroupOf(service)).toEqual({
    CpuPeriod: 100_000,
    CpuQuota: 50_000,
    DeviceCgroupRules: ["c 1:3 mr"],
    MemorySwappiness: 10,
    OomKillDisable: true,
    OomScoreAdj: 500,
    StorageOpt: { size: "1G" },
    BlkioWeight: 300,
    BlkioWeightDevice: [{ Path: "/dev/sda", Weight: 400 }],
    BlkioDeviceReadBps: [{ Path: "/dev/sda", Rate: 12 * 1024 * 1024 }],
    BlkioDeviceWriteIOps: [{ Path: "/dev/sda", Rate: 30 }],
  });
});

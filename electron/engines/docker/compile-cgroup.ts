import type { BlkioLimit, Service } from "../../../shared/stack/project.ts";
import { parseBytes } from "../../../shared/units.ts";
import type { ContainerBody } from "./call.ts";

type HostConfig = ContainerBody["HostConfig"];

/**
 * What the kernel's control groups are told beside the common limits: each key is one field of the engine.
 *
 * Source: https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerCreate
 */
export function cgroupOf(service: Service): HostConfig {
  return {
    ...(service.cpu_period === undefined ? {} : { CpuPeriod: service.cpu_period }),
    ...(service.cpu_quota === undefined ? {} : { CpuQuota: service.cpu_quota }),
    ...(service.cpu_rt_period === undefined ? {} : { CpuRealtimePeriod: service.cpu_rt_period }),
    ...(service.cpu_rt_runtime === undefined ? {} : { CpuRealtimeRuntime: service.cpu_rt_runtime }),
    ...(service.device_cgroup_rules === undefined ? {} : { DeviceCgroupRules: service.device_cgroup_rules }),
    ...(service.mem_swappiness === undefined ? {} : { MemorySwappiness: service.mem_swappiness }),
    ...(service.oom_kill_disable === undefined ? {} : { OomKillDisable: service.oom_kill_disable }),
    ...(service.oom_score_adj === undefined ? {} : { OomScoreAdj: service.oom_score_adj }),
    ...(service.storage_opt === undefined ? {} : { StorageOpt: service.storage_opt }),
    ...blkioOf(service.blkio_config),
  };
}

function blkioOf(blkio: Service["blkio_config"]): HostConfig {
  if (blkio === undefined) return {};
  const weights = blkio.weight_device?.map(({ path, weight }) => ({ Path: path, Weight: weight }));
  return {
    ...(blkio.weight === undefined ? {} : { BlkioWeight: blkio.weight }),
    ...(weights === undefined ? {} : { BlkioWeightDevice: weights }),
    ...(blkio.device_read_bps === undefined ? {} : { BlkioDeviceReadBps: rates(blkio.device_read_bps) }),
    ...(blkio.device_read_iops === undefined ? {} : { BlkioDeviceReadIOps: rates(blkio.device_read_iops) }),
    ...(blkio.device_write_bps === undefined ? {} : { BlkioDeviceWriteBps: rates(blkio.device_write_bps) }),
    ...(blkio.device_write_iops === undefined ? {} : { BlkioDeviceWriteIOps: rates(blkio.device_write_iops) }),
  };
}

function rates(limits: readonly BlkioLimit[]) {
  return limits.map(({ path, rate }) => ({ Path: path, Rate: parseBytes(String(rate)) }));
}

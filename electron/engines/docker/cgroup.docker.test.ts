import { homedir } from "node:os";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadText } from "../../../shared/stack/testing.ts";
import { listDockerEndpoints } from "../../host/docker-context.ts";
import { connectDocker } from "./client.ts";
import { compileReplica } from "./compile.ts";
import { createContainer } from "./run-create.ts";

const stack = `gtest-cgroup-${process.pid}`;
let docker: Docker;
let close: () => void;

beforeAll(async () => {
  const { endpoints, current } = await listDockerEndpoints({
    env: process.env,
    home: homedir(),
    platform: process.platform,
  });
  const endpoint = endpoints.find((one) => one.name === current);
  if (endpoint === undefined) throw new Error("no Docker endpoint");
  ({ docker, close } = await connectDocker(endpoint));
});
afterAll(async () => {
  for (const name of ["told", "felt"]) {
    await docker
      .getContainer(`${stack}-${name}-1`)
      .remove({ force: true })
      .catch(() => undefined);
  }
  close();
});

/** Makes the one service of a file; the containers go after the tests. */
async function create(service: string, keys: string): Promise<Docker.Container> {
  const { project, problems } = await loadText(
    `name: ${stack}\nservices:\n  ${service}:\n    image: busybox:stable\n    network_mode: none\n${keys}`,
  );
  const found = project?.services[service];
  if (project === undefined || found === undefined) throw new Error(JSON.stringify(problems));
  await createContainer(docker, compileReplica({ project, files: [], env: {} }, service, found, 1));
  return docker.getContainer(`${stack}-${service}-1`);
}

test("the engine keeps each key of a control group as the file says it", async () => {
  const container = await create(
    "told",
    `    cpu_period: 100000
    cpu_quota: 50000
    cpu_shares: 512
    cpuset: "0"
    device_cgroup_rules: ["c 1:3 mr"]
    mem_limit: 64m
    mem_reservation: 32m
    oom_score_adj: 500
    pids_limit: 40
    ulimits: {nofile: {soft: 100, hard: 200}}
    blkio_config:
      device_read_bps: [{path: /dev/null, rate: 12mb}]
      device_read_iops: [{path: /dev/null, rate: 10}]
      device_write_bps: [{path: /dev/null, rate: 1mb}]
      device_write_iops: [{path: /dev/null, rate: 20}]
`,
  );
  expect((await container.inspect()).HostConfig).toMatchObject({
    CpuPeriod: 100_000,
    CpuQuota: 50_000,
    CpuShares: 512,
    CpusetCpus: "0",
    DeviceCgroupRules: ["c 1:3 mr"],
    Memory: 64 * 1024 * 1024,
    MemoryReservation: 32 * 1024 * 1024,
    OomScoreAdj: 500,
    PidsLimit: 40,
    Ulimits: [{ Name: "nofile", Soft: 100, Hard: 200 }],
    BlkioDeviceReadBps: [{ Path: "/dev/null", Rate: 12 * 1024 * 1024 }],
    BlkioDeviceReadIOps: [{ Path: "/dev/null", Rate: 10 }],
    BlkioDeviceWriteBps: [{ Path: "/dev/null", Rate: 1024 * 1024 }],
    BlkioDeviceWriteIOps: [{ Path: "/dev/null", Rate: 20 }],
  });
});

test("the kernel does what they say, with control groups of either version", async () => {
  const container = await create(
    "felt",
    `    cpu_period: 100000
    cpu_quota: 50000
    mem_limit: 64m
    oom_score_adj: 500
    pids_limit: 40
    restart: "no"
    tty: true
    command:
      - sh
      - -c
      - |
        cd /sys/fs/cgroup
        cat /proc/self/oom_score_adj
        if [ -e cpu.max ]; then cat cpu.max memory.max pids.max; else
          echo "$$(cat cpu/cpu.cfs_quota_us) $$(cat cpu/cpu.cfs_period_us)"
          cat memory/memory.limit_in_bytes pids/pids.max
        fi
`,
  );
  await container.start();
  expect(await container.wait()).toMatchObject({ StatusCode: 0 });
  const said = (await container.logs({ stdout: true })).toString("utf8").trim().split(/\r?\n/);
  expect(said).toEqual(["500", "50000 100000", String(64 * 1024 * 1024), "40"]);
});

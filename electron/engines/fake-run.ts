import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../shared/errors.ts";
import type { Operation } from "../../shared/plan.ts";
import type { CreateCall, DockerCall, RecordCall, SettleCall } from "./docker/call.ts";
import type { BalanceCall } from "./docker/gateway/balance-call.ts";
import { gpusOfLabel } from "./docker/gpu-label.ts";
import { normalImage } from "./docker/image-name.ts";
import { compose, gantry, numberOf } from "./docker/labels.ts";
import { imagesLabel } from "./docker/record-images.ts";
import { pauseName } from "./docker/pause.ts";
import { readRecord } from "./docker/record.ts";
import { pullError } from "./docker/run-pull.ts";
import { judge, verdictOf } from "./docker/run-rollout.ts";
import { isThere } from "./docker/run-wait.ts";
import type { Report } from "./engine.ts";
import type { FakeLife } from "./fake-life.ts";
import { containerOf, fakeImageId, setFakePause, type FakeState, type SayEvent } from "./fake-state.ts";

interface FakeRun {
  state: FakeState;
  life: FakeLife;
  clock: () => number;
  say: SayEvent;
  changed: () => void;
  /** Whether a registry has the image. */
  pullable: (image: string) => boolean;
  /** Milliseconds each call takes. */
  latency: number;
}

/** Carries out one operation of a plan in memory. */
export async function runFake(fake: FakeRun, operation: Operation, report: Report, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new GantryError("cancelled", "Cancelled.");
  const call = operation.call as DockerCall;
  if (fake.latency > 0) await sleep(fake.latency);
  switch (call.kind) {
    case "pull":
      if (!fake.pullable(call.image)) throw pullError(call.image, "manifest unknown");
      report("layer 1 of 1");
      addImage(fake.state, call.image);
      break;
    case "build":
      report("Step 1/1 : FROM scratch");
      addImage(fake.state, call.image);
      break;
    case "record":
      addRecord(fake.state, call);
      break;
    case "create-network": {
      const { Name: name, Labels: labels = {} } = call.body;
      const id = `network-${(fake.state.count += 1)}`;
      fake.state.networks.set(id, { id, name, ...belonging(labels, compose.network) });
      fake.say("info", `network ${name} created`);
      break;
    }
    case "remove-network":
      fake.state.networks.delete(call.id);
      break;
    case "create-volume": {
      const { Name: name = "", Labels: labels = {} } = call.body;
      fake.state.volumes.set(name, { name, ...belonging(labels, compose.volume) });
      break;
    }
    case "remove-volumes":
      for (const name of call.names) removeVolume(fake.state, name);
      break;
    case "create":
      create(fake, call);
      break;
    case "start":
      fake.life.start(call.container);
      break;
    case "stop":
      if (exists(fake.state, call.container)) fake.life.end(call.container, 143);
      break;
    case "remove":
      if (exists(fake.state, call.container)) {
        const { replica } = containerOf(fake.state, call.container);
        if (replica.role === "gateway") fake.state.balanced.delete(replica.stack ?? "");
        fake.life.remove(call.container);
      }
      break;
    case "create-gateway":
      create(fake, call.create);
      fake.state.balanced.set(call.stack, new Map());
      for (const { replica } of fake.state.containers.values())
        if (replica.stack === call.stack && call.ports.some((port) => port.service === replica.service))
          membersOf(fake.state, call.stack, replica.service ?? "").add(replica.id.slice(0, 12));
      break;
    case "balance":
      balance(fake.state, call);
      break;
    case "settle":
      await settle(fake, call, report, signal);
      break;
    case "gate":
      if (call.delay > 0) await sleep(call.delay, undefined, { signal });
      break;
    case "wait":
      await wait(fake, call.containers, call.until, call.required, signal);
      break;
  }
  fake.changed();
}

export function undoFake(fake: FakeRun, operation: Operation): void {
  const call = operation.call as DockerCall;
  if (call.kind === "create" || call.kind === "create-gateway") {
    const { name } = call.kind === "create" ? call : call.create;
    if (exists(fake.state, name) && containerOf(fake.state, name).replica.state === "created") fake.life.remove(name);
  } else if (call.kind === "create-network") {
    for (const [id, network] of fake.state.networks)
      if (network.name === call.body.Name) fake.state.networks.delete(id);
  } else if (call.kind === "create-volume") {
    fake.state.volumes.delete(call.body.Name ?? "");
  } else if (call.kind === "record") {
    removeVolume(fake.state, call.name);
  }
  fake.changed();
}

function exists(state: FakeState, idOrName: string): boolean {
  return state.containers.has(idOrName) || [...state.containers.values()].some((one) => one.replica.name === idOrName);
}

function create({ state, say, clock }: FakeRun, call: CreateCall): void {
  const { Labels: labels = {}, Image: image = "", HostConfig: host, NetworkingConfig: networking } = call.body;
  if (idOfImage(state, image) === undefined)
    throw new GantryError("image", `Image ${image} is not on the engine any more.`);
  if (exists(state, call.name)) return;
  state.count += 1;
  // As long as the part of an id that gateways know a replica by.
  const id = `fake-${String(state.count).padStart(7, "0")}`;
  const ports = Object.keys(call.body.ExposedPorts ?? {}).map((key) => {
    const [target = "0", protocol = "tcp"] = key.split("/");
    const bindings = (host.PortBindings as Record<string, Array<{ HostPort: string }>> | undefined)?.[key];
    const asked = bindings?.[0]?.HostPort.split("-")[0];
    const published = asked === undefined ? undefined : Number(asked) || 32_768 + state.count;
    return { target: Number(target), protocol, ...(published === undefined ? {} : { published }) };
  });
  const replica = {
    id,
    name: call.name,
    service: labels[compose.service] ?? "",
    ...(labels[gantry.role] === "gateway" ? { role: "gateway" as const } : {}),
    number: numberOf(labels),
    state: "created" as const,
    health: "none" as const,
    image,
    createdAt: clock(),
    oomKilled: false,
    restarts: 0,
    ports,
    networks: Object.keys(networking?.EndpointsConfig ?? {}).map((name) => ({
      name,
      address: `172.18.0.${1 + state.count}`,
    })),
    ...(host.NanoCpus === undefined ? {} : { cpuLimit: host.NanoCpus / 1e9 }),
    ...(host.Memory === undefined ? {} : { memoryLimit: host.Memory }),
    ...belonging(labels, compose.service),
    ...gpusOfLabel(labels[gantry.gpus]),
  };
  state.containers.set(id, { replica, call, log: [] });
  say("info", "created", replica, image);
}

function membersOf({ balanced }: FakeState, stack: string, service: string): Set<string> {
  const services = balanced.get(stack) ?? new Map<string, Set<string>>();
  balanced.set(stack, services);
  const members = services.get(service) ?? new Set<string>();
  services.set(service, members);
  return members;
}

function balance(state: FakeState, { stack, service, add, drain }: BalanceCall): void {
  const members = membersOf(state, stack, service);
  const idOf = (name: string) => containerOf(state, name).replica.id.slice(0, 12);
  for (const name of add) if (exists(state, name)) members.add(idOf(name));
  for (const name of drain) if (exists(state, name)) members.delete(idOf(name));
}

async function settle({ state }: FakeRun, call: SettleCall, report: Report, signal: AbortSignal): Promise<void> {
  for (;;) {
    const verdict = judge(
      call,
      call.containers.map((name) => verdictOf(containerOf(state, name).replica)),
    );
    if (verdict === "ready") break;
    report(verdict);
    await sleep(5, undefined, { signal });
  }
  if (call.monitor > 0) await sleep(call.monitor, undefined, { signal });
}

function belonging(labels: Readonly<Record<string, string>>, keyLabel: string) {
  const { [gantry.stack]: stack = "", [gantry.configHash]: configHash = "", [keyLabel]: key = "" } = labels;
  return { stack, key, configHash, ours: true };
}

function addImage(state: FakeState, image: string): void {
  const name = normalImage(image);
  state.images.set(name, state.images.get(name) ?? fakeImageId(name));
}

function idOfImage(state: FakeState, image: string): string | undefined {
  const name = normalImage(image);
  return state.images.get(name) ?? [...state.images.values()].find((id) => id === name);
}

function addRecord(state: FakeState, call: RecordCall): void {
  const found = Object.entries(call.images).flatMap(([service, image]) => {
    const id = idOfImage(state, image);
    return id === undefined ? [] : [[service, { image, id, digests: [] }] as const];
  });
  const images = { ...call.kept, ...Object.fromEntries(found) };
  const record = readRecord({ ...call.labels, ...imagesLabel(images) });
  if (record === undefined) throw new GantryError("failed", "The record cannot be read back.");
  state.records.set(record.stack, [...(state.records.get(record.stack) ?? []), record]);
}

function removeVolume(state: FakeState, name: string): void {
  state.volumes.delete(name);
  state.contents.delete(name);
  for (const [stack, services] of state.paused) {
    for (const service of services) if (name === pauseName(stack, service)) setFakePause(state, stack, service, false);
  }
  const [, stack = "", revision] = /^gantry-(.+)-r(\d+)$/.exec(name) ?? [];
  const left = (state.records.get(stack) ?? []).filter((one) => one.revision !== Number(revision));
  if (left.length === 0) state.records.delete(stack);
  else state.records.set(stack, left);
}

async function wait(
  { state }: FakeRun,
  names: readonly string[],
  until: "healthy" | "completed",
  required: boolean,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!names.every((name) => isThere(containerOf(state, name).replica, until))) {
      await sleep(5, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) throw new GantryError("cancelled", "Cancelled.", { cause: error });
    if (required) throw error;
  }
}

import type Docker from "dockerode";
import type { NetworkCreateOptions } from "dockerode";
import type { Operation } from "../../../shared/plan.ts";
import type { Report } from "../engine.ts";
import type { DockerCall, RecordCall } from "./call.ts";
import { cancelled, dockerError, hasStatus } from "./errors.ts";
import type { Balancer } from "./gateway/balancer.ts";
import { createGateway } from "./gateway/gateway-create.ts";
import { imagesLabel, resolveImages } from "./record-images.ts";
import { gantry } from "./labels.ts";
import { createContainer } from "./run-create.ts";
import { passGate, settle } from "./run-rollout.ts";
import { waitFor } from "./run-wait.ts";
import { request } from "./client.ts";

/** What operations are carried out with. */
interface Tools {
  docker: Docker;
  balancer: Balancer;
}

/**
 * Carries out one operation. What is already as the operation wants it is a success: an apply that was cut short is
 * simply applied again. Short calls are not cut off by the signal, because then nobody would know whether they took
 * effect; pulls, builds, waits and stops are.
 *
 * @throws GantryError as the engine interface says
 */
export async function runCall(
  { docker, balancer }: Tools,
  operation: Operation,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw cancelled();
  const call = operation.call as DockerCall;
  try {
    await carryOut({ docker, balancer }, call, report, signal);
  } catch (error) {
    throw dockerError(error, `${operation.verb} ${operation.kind} ${operation.name}`, signal);
  }
}

async function carryOut(
  { docker, balancer }: Tools,
  call: DockerCall,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  switch (call.kind) {
    // Loaded when they are needed: most starts of the CLI neither pull nor build.
    case "pull":
      return (await import("./run-pull.ts")).pullImage(docker, call, report, signal);
    case "build":
      return (await import("./run-build.ts")).buildImage(docker, call, report, signal);
    case "record":
      return writeRecord(docker, call);
    case "create-network":
      return createNetwork(docker, call.body);
    case "remove-network":
      return unless(docker.getNetwork(call.id).remove(), 404);
    case "create-volume":
      await docker.createVolume(request({}, call.body));
      return;
    case "remove-volumes":
      for (const name of call.names) await unless(docker.getVolume(name).remove(), 404);
      return;
    case "create":
      return createContainer(docker, call);
    case "start":
      return unless(docker.getContainer(call.container).start(), 304);
    case "stop":
      return unless(docker.getContainer(call.container).stop({ abortSignal: signal }), 304, 404);
    case "remove":
      // 409 with "removal … is already in progress" is somebody else doing the same.
      return unless(docker.getContainer(call.container).remove({ v: call.volumes, force: true }), 404, 409);
    case "wait":
      return waitFor(docker, call, report, signal);
    case "create-gateway":
      return createGateway(docker, call);
    case "balance":
      return balancer.balance(docker, call, report, signal);
    case "settle":
      return settle(docker, call, report, signal);
    case "gate":
      return passGate(docker, call, report, signal);
  }
}

async function writeRecord(docker: Docker, call: RecordCall): Promise<void> {
  const labels = { ...call.labels, ...imagesLabel(await resolveImages(docker, call)) };
  await docker.createVolume(request({}, { Name: call.name, Driver: "local", Labels: labels }));
}

/** One of that name that is the same already is a success: the call of somebody who ended just now may have made it. */
async function createNetwork(docker: Docker, body: NetworkCreateOptions): Promise<void> {
  try {
    await docker.createNetwork(request({}, body));
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    const filters = { name: [body.Name] };
    const there = (await docker.listNetworks({ filters })).find((one) => one.Name === body.Name);
    if (there?.Labels?.[gantry.configHash] !== body.Labels?.[gantry.configHash]) throw error;
  }
}

/** Waits for a call; these HTTP statuses mean that there was nothing left to do. */
async function unless(call: Promise<unknown>, ...statuses: number[]): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!hasStatus(error, ...statuses)) throw error;
  }
}

/**
 * Takes back what an operation made, as far as that loses nothing of the user's: a container that never started, an
 * empty network, a volume or record of this apply. Images stay.
 */
export async function undoCall(docker: Docker, operation: Operation): Promise<void> {
  const call = operation.call as DockerCall;
  try {
    // Without force: a container that runs by now is in use and stays.
    if (call.kind === "create") await unless(docker.getContainer(call.name).remove({ v: true }), 404, 409);
    else if (call.kind === "create-gateway") await unless(docker.getContainer(call.create.name).remove(), 404, 409);
    else if (call.kind === "create-network") await unless(docker.getNetwork(call.body.Name).remove(), 404);
    else if (call.kind === "create-volume") await unless(docker.getVolume(call.body.Name ?? "").remove(), 404, 409);
    else if (call.kind === "record") await unless(docker.getVolume(call.name).remove(), 404);
  } catch (error) {
    throw dockerError(error, `take back ${operation.kind} ${operation.name}`);
  }
}

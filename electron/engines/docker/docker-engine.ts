import type Docker from "dockerode";
import type { EngineInfo, Gpu } from "../../../shared/observed.ts";
import { GantryError } from "../../../shared/errors.ts";
import type { DockerEndpoint } from "../../host/docker-context.ts";
import type { Engine } from "../engine.ts";
import { connectDocker, type DockerClient } from "./client.ts";
import { cdiGpus } from "./cdi-gpus.ts";
import { cancelled, dockerError, hasStatus } from "./errors.ts";
import { createBalancer } from "./gateway/balancer.ts";
import { createControls } from "./gateway/controls.ts";
import { readTraffic } from "./gateway/traffic.ts";
import { isOurs } from "./labels.ts";
import { takeLock } from "./lock.ts";
import { readLogs } from "./logs.ts";
import { outdatedReplicas } from "./outdated.ts";
import { createPicture } from "./picture.ts";
import { planDocker } from "./plan.ts";
import { createPulse } from "./pulse.ts";
import { readRevisions, setPause } from "./revisions.ts";
import { runCall, undoCall } from "./run.ts";
import { createUsage } from "./usage.ts";
import { createVolumeStore } from "./volume-store.ts";
import { watchDocker, type WatchTimes } from "./watch.ts";

export interface DockerEngineOptions {
  endpoint: DockerEndpoint;
  clock?: () => number;
  /** For secrets and configs that come from the environment. */
  env?: Readonly<Record<string, string | undefined>>;
  watchTimes?: WatchTimes;
  /** Looks for GPUs on the machine; only for an engine that runs on it. */
  findGpus?: () => Promise<Gpu[]>;
}

/** Drives one Docker engine. Nothing is loaded or connected before the first call. */
export function createDockerEngine({
  endpoint,
  clock = Date.now,
  env = process.env,
  watchTimes,
  findGpus,
}: DockerEngineOptions): Engine {
  const picture = createPicture(clock);
  const sampleUsage = createUsage();
  const pulse = createPulse();
  const controls = createControls();
  const balancer = createBalancer(controls);
  const watches = new Set<() => void>();
  let client: Promise<DockerClient> | undefined;
  let found: Promise<Gpu[]> | undefined;
  const hostGpus = async (): Promise<Gpu[] | undefined> => (found ??= findGpus?.());
  const connect = async (): Promise<Docker> => {
    client ??= connectDocker(endpoint);
    return (await client).docker;
  };
  /** Runs calls on the engine; whatever goes wrong comes out as a GantryError. */
  const ask = async <T>(
    what: string,
    signal: AbortSignal | undefined,
    work: (docker: Docker) => Promise<T>,
  ): Promise<T> => {
    try {
      const docker = await connect();
      return await pulse.guard(docker, work(docker));
    } catch (error) {
      throw dockerError(error, what, signal);
    }
  };

  return {
    id: `docker:${endpoint.name}`,
    volumes: createVolumeStore(ask, clock),
    info: (signal) =>
      ask("ask the engine about itself", signal, (docker) => orAborted(readInfo(docker, hostGpus), signal)),
    observe: (signal) =>
      ask("look at the engine", signal, (docker) => orAborted(picture.all(docker, watches.size > 0, signal), signal)),
    watch(listener) {
      const times = watchTimes === undefined ? {} : { times: watchTimes };
      const stop = watchDocker({ connect, picture, listener, clock, ...times });
      watches.add(stop);
      return () => {
        watches.delete(stop);
        stop();
      };
    },
    plan: (desired, observed, options) => planDocker(desired, observed, options, { env, now: clock() }),
    outdated: (desired, observed) => outdatedReplicas(desired, observed, env),
    run: (operation, report, signal) =>
      ask(operation.id, signal, (docker) => runCall({ docker, balancer }, operation, report, signal)),
    undo: (operation) => ask(operation.id, undefined, (docker) => undoCall(docker, operation)),
    revisions: (stack, signal) =>
      ask(`read the revisions of ${stack}`, signal, (docker) => orAborted(readRevisions(docker, stack), signal)),
    pause: (stack, service, on) =>
      ask(`${on ? "pause" : "resume"} ${service}`, undefined, (docker) =>
        setPause(docker, stack, service, on, clock()),
      ),
    lock: (stack, owner) => ask(`lock stack ${stack}`, undefined, (docker) => takeLock(docker, stack, owner, clock)),
    logs: (replica, options, push, signal) =>
      ask("read a log", signal, (docker) => readLogs(docker, replica, options, push, signal)),
    usage: (replicas, signal) => ask("sample usage", signal, (docker) => sampleUsage(docker, replicas, signal)),
    traffic: (stack, signal) =>
      ask("ask the gateway", signal, (docker) => orAborted(readTraffic(docker, stack, clock()), signal)),
    power: (replica, wish, signal) => ask(`${wish} a replica`, signal, (docker) => setPower(docker, replica, wish)),
    async close() {
      for (const stop of watches) stop();
      watches.clear();
      controls.close();
      (await client?.catch(() => undefined))?.close();
      client = undefined;
    },
  };
}

/** dockerode's own way to give up does not reach every call. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(cancelled());
    else signal.addEventListener("abort", () => reject(cancelled()), { once: true });
  });
  return Promise.race([work, aborted]);
}

async function readInfo(docker: Docker, hostGpus: () => Promise<Gpu[] | undefined>): Promise<EngineInfo> {
  const [info, version] = await Promise.all([docker.info(), docker.version()]);
  const discovered = cdiGpus(info.DiscoveredDevices);
  const gpus = discovered.length > 0 ? discovered : await hostGpus();
  return {
    name: info.Name,
    version: version.Version,
    apiVersion: version.ApiVersion,
    platform: `${info.OperatingSystem} (${info.OSType}/${info.Architecture})`,
    cpus: info.NCPU,
    memory: info.MemTotal,
    os: info.OSType,
    arch: info.Architecture,
    folder: info.DockerRootDir,
    ...(gpus === undefined ? {} : { gpus }),
  };
}

/** @throws GantryError `foreign` for a container that is not ours */
async function setPower(docker: Docker, replica: string, wish: "start" | "stop"): Promise<void> {
  const container = docker.getContainer(replica);
  const { Config: config, Name: name } = await container.inspect();
  if (!isOurs(config.Labels)) throw new GantryError("foreign", `${name.slice(1)} does not belong to Gantry.`);
  try {
    await (wish === "start" ? container.start() : container.stop());
  } catch (error) {
    // It is as wished already.
    if (!hasStatus(error, 304)) throw error;
  }
}

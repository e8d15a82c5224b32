import { homedir } from "node:os";
import type { Target } from "../shared/contract.ts";
import { GantryError } from "../shared/errors.ts";
import { createControlPlane, type ControlPlane } from "./control/control-plane.ts";
import { copySample } from "./control/samples.ts";
import { openSettings } from "./control/settings.ts";
import { createDockerEngine } from "./engines/docker/docker-engine.ts";
import { listDockerTargets, type DockerTarget } from "./engines/docker/targets.ts";
import type { Engine } from "./engines/engine.ts";
import { createFakeEngine } from "./engines/fake.ts";
import { probeGpus, runTool } from "./host/gpu-probe.ts";
import { runChecks, type Check } from "./host/doctor/check.ts";
import { diskCheck } from "./host/doctor/disk.ts";
import { engineCheck } from "./host/doctor/engine.ts";
import { inotifyCheck } from "./host/doctor/inotify.ts";

/**
 * The composition root: the only place that knows which parts there are. The window, the CLI and the tests build the
 * control plane here; nothing in this file or below it knows Electron.
 */
export interface BootOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Where settings are kept. */
  stateFolder: string;
  /** Where the samples lie, read-only. */
  samplesFolder: string;
  /** Where copies of samples are made for the user. */
  stacksFolder: string;
  /** The target to start with, by id or name; else the remembered one. */
  target?: string;
  chooseFile(): Promise<string | undefined>;
  openLink(url: string): Promise<void>;
}

export async function boot(options: BootOptions): Promise<ControlPlane> {
  const problems: string[] = [];
  const [known, settings] = await Promise.all([
    dockerTargets(options.env),
    openSettings(options.stateFolder, (message) => void problems.push(message)),
  ]);
  const fakes = options.env["GANTRY_FAKE"] === "1" ? [fakeTarget] : [];
  return createControlPlane({
    targets: [...known.map((one) => one.target), ...fakes],
    ...(options.target === undefined ? {} : { first: options.target }),
    connect: (target) => connect(target, known),
    isLocal,
    settings,
    sample: (name) => copySample(options.samplesFolder, options.stacksFolder, name),
    chooseFile: () => options.chooseFile(),
    openLink: (url) => options.openLink(url),
    doctor: (engine, target) => runChecks(doctorChecks(engine, target)),
    problems,
  });
}

const fakeTarget: Target = { id: "fake:memory", kind: "fake", name: "memory", address: "in this process" };

/** Targets for the CLI, the current Docker context first. */
export async function findTargets(env: BootOptions["env"]): Promise<Target[]> {
  return (await dockerTargets(env)).map((one) => one.target);
}

export async function connectTarget(target: Target): Promise<Engine> {
  return connect(target, await dockerTargets(process.env));
}

/** Whether the engine runs on this machine, so that its host ports are this machine's. */
export function isLocal(target: Target): boolean {
  return /^(unix|npipe):/.test(target.address);
}

/** What `gantry doctor` and the window's page look at. */
export function doctorChecks(engine: Engine, target: Target): Check[] {
  return [
    engineCheck(target.name, target.address, () => engine.info()),
    diskCheck(homedir()),
    inotifyCheck(process.platform),
  ];
}

async function dockerTargets(env: BootOptions["env"]): Promise<DockerTarget[]> {
  const { targets, current } = await listDockerTargets({ env, home: homedir(), platform: process.platform });
  return targets.toSorted((a, b) => Number(b.target.id === current) - Number(a.target.id === current));
}

function connect(target: Target, known: readonly DockerTarget[]): Engine {
  if (target.kind === "fake") return createFakeEngine({ id: target.id });
  const found = known.find((one) => one.target.id === target.id);
  if (found === undefined) throw new GantryError("not-found", `There is no target ${target.id}.`);
  const gpus = isLocal(target) ? { findGpus: () => probeGpus(runTool) } : {};
  return createDockerEngine({ endpoint: found.endpoint, ...gpus });
}

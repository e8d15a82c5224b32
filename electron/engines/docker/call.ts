import type { ContainerCreateOptions, NetworkCreateOptions, VolumeCreateOptions } from "dockerode";
import type { ResolvedImage } from "../../../shared/observed.ts";
import type { Build } from "../../../shared/stack/project.ts";
import type { BalanceCall } from "./gateway/balance-call.ts";
import type { CreateGatewayCall } from "./gateway/gateway-create.ts";

/** What one operation of a Docker plan does on the engine. Plain data; it may hold environment values. */
export type DockerCall =
  | { kind: "pull"; image: string; platform?: string }
  | { kind: "build"; image: string; build: Build; platform?: string; labels: Record<string, string> }
  | RecordCall
  | { kind: "create-network"; body: NetworkCreateOptions }
  | { kind: "remove-network"; id: string }
  | { kind: "create-volume"; body: VolumeCreateOptions }
  /** Several only for records: they are one line of a plan. */
  | { kind: "remove-volumes"; names: string[] }
  | CreateCall
  /** By id what was there before the plan, by name what the plan makes. */
  | CreateGatewayCall
  | BalanceCall
  | SettleCall
  | GateCall
  | { kind: "start"; container: string }
  | { kind: "stop"; container: string }
  | { kind: "remove"; container: string; volumes: boolean }
  | WaitCall;

export interface RecordCall {
  kind: "record";
  name: string;
  labels: Record<string, string>;
  /** Names by service of the images to look up: only when the record is written they have been pulled and built. */
  images: Record<string, string>;
  /** Images of services that this apply changes nothing of, as they were recorded before. */
  kept: Readonly<Record<string, ResolvedImage>>;
}

export interface CreateCall {
  kind: "create";
  name: string;
  platform?: string;
  body: ContainerBody;
  /** Written into the container before it starts: secrets and configs that are no file on the host. */
  files: ContainerFile[];
}

export interface WaitCall {
  kind: "wait";
  /** Names of the containers that must all be there. */
  containers: string[];
  until: "healthy" | "completed";
  /** False for `required: false`: what comes next starts all the same. */
  required: boolean;
}

/** Waits until new replicas of an update are ready, and looks after them for a while. */
export interface SettleCall {
  kind: "settle";
  service: string;
  /** Names of all that the update has made so far: they count together. */
  containers: string[];
  /** Milliseconds they are watched after they are ready. */
  monitor: number;
  /** Replicas that the update replaces in all. */
  total: number;
  /** More than this share of `total` failed: the update fails. */
  maxFailureRatio: number;
}

/** The pause between two batches of an update: its delay, and as long as somebody has paused it. */
export interface GateCall {
  kind: "gate";
  stack: string;
  service: string;
  /** Milliseconds. */
  delay: number;
}

/** The body of `POST /containers/create`, with what @types/dockerode does not know yet. */
export type ContainerBody = Omit<ContainerCreateOptions, "name" | "platform" | "abortSignal" | "HostConfig"> & {
  HostConfig: NonNullable<ContainerCreateOptions["HostConfig"]> & {
    Annotations?: Record<string, string>;
    CgroupnsMode?: string;
  };
};

export interface ContainerFile {
  path: string;
  content: string;
  uid: number;
  gid: number;
  mode: number;
}

import type { ContainerCreateOptions, NetworkCreateOptions, VolumeCreateOptions } from "dockerode";
import type { Build } from "../../../shared/stack/project.ts";

/** What one operation of a Docker plan does on the engine. Plain data; it may hold environment values. */
export type DockerCall =
  | { kind: "pull"; image: string; platform?: string }
  | { kind: "build"; image: string; build: Build; platform?: string; labels: Record<string, string> }
  | { kind: "record"; name: string; labels: Record<string, string> }
  | { kind: "create-network"; body: NetworkCreateOptions }
  | { kind: "remove-network"; id: string }
  | { kind: "create-volume"; body: VolumeCreateOptions }
  /** Several only for records: they are one line of a plan. */
  | { kind: "remove-volumes"; names: string[] }
  | CreateCall
  /** By id what was there before the plan, by name what the plan makes. */
  | { kind: "start"; container: string }
  | { kind: "stop"; container: string }
  | { kind: "remove"; container: string; volumes: boolean }
  | WaitCall;

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

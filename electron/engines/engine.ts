import type { LogLine } from "../../shared/contract.ts";
import type {
  AppliedStack,
  Connection,
  EngineEvent,
  EngineInfo,
  Gpu,
  ObservedLock,
  ObservedNetwork,
  ObservedVolume,
  Replica,
  Traffic,
  Usage,
} from "../../shared/observed.ts";
import type { Operation, Plan } from "../../shared/plan.ts";
import type { Project } from "../../shared/stack/project.ts";
import type { VolumeStore } from "./volume-store.ts";

/** What a stack should be: the file's model and whether it should run. */
export interface Desired {
  project: Project;
  files: string[];
  want: "running" | "stopped" | "absent";
}

/** Everything on the engine, ours and foreign, at one moment. Never mutated: a change makes a new one. */
export interface Observed {
  at: number;
  replicas: Readonly<Record<string, Replica>>;
  networks: Readonly<Record<string, ObservedNetwork>>;
  volumes: Readonly<Record<string, ObservedVolume>>;
  /** Image references and ids that are present. */
  images: ReadonlySet<string>;
  /** Ids of images by name, digest and id; names in one spelling, see image-name.ts. */
  imageIds?: Readonly<Record<string, string>>;
  /** Newest applied record by stack. */
  applied: Readonly<Record<string, AppliedStack<Desired>>>;
  /** Revisions kept on the engine, by stack. */
  revisions?: Readonly<Record<string, readonly number[]>>;
  locks: Readonly<Record<string, ObservedLock>>;
  /** Services whose update is held, by stack, see {@link Engine.pause}. */
  paused?: Readonly<Record<string, readonly string[]>>;
  /**
   * What the stacks' gateways balance over, by stack and service: the first 12 characters of replicas' ids. A stack
   * without a gateway is absent.
   */
  balanced?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** One applied state of a stack as it is kept on the engine. */
export type Revision = AppliedStack<Desired>;

export interface PlanOptions {
  /** `heal` only brings back what is missing or broken; it never scales down, updates or pulls anew. */
  mode: "apply" | "heal";
  /** Written into the record: who asked and for what. */
  cause: string;
  /** Only these services; all when absent. */
  services?: readonly string[];
  removeOrphans?: boolean;
  /** Builds every image that has a `build`, also when it is there. */
  build?: boolean;
  /** Images were pulled and built a moment ago: none is fetched again, whatever `pull_policy` says. */
  imagesAreFresh?: boolean;
  /** Services whose running replicas are replaced by the rules of rollback_config, not of update_config. */
  rollBack?: readonly string[];
  /** With `want: absent`: also the stack's volumes, with what is in them. */
  removeVolumes?: boolean;
  /** With `heal`: only these places, as `service/number`; all when absent. */
  places?: ReadonlySet<string>;
  /** Replicas that must be replaced although they run, by id, with the reason. Used by healing. */
  replace?: Readonly<Record<string, string>>;
  /** GPUs of the engine, for services that ask for some; absent when they are not known. */
  gpus?: readonly Gpu[];
}

/** Progress of one operation: a line for people. */
export type Report = (line: string) => void;

export interface WatchListener {
  /** A new picture of the engine, at most once per event. */
  observed(observed: Observed): void;
  event(event: EngineEvent): void;
  connection(connection: Connection): void;
}

/**
 * What drives one kind of target. All engines pass `engine.contract.ts`.
 *
 * Every method that talks to the engine rejects with a GantryError: `unreachable` when it does not answer, `image`,
 * `port-taken`, `not-found`, `foreign` or `failed` otherwise, and `cancelled` when the signal fires.
 */
export interface Engine {
  readonly id: string;
  readonly volumes: VolumeStore;
  info(signal?: AbortSignal): Promise<EngineInfo>;
  /** Takes one full picture. */
  observe(signal?: AbortSignal): Promise<Observed>;
  /** Keeps a live picture until the returned function is called: reconnects by itself and says when it is stale. */
  watch(listener: WatchListener): () => void;
  /** Pure: what must be done so that `desired` holds. */
  plan(desired: Desired, observed: Observed, options: PlanOptions): Plan;
  /** Pure: replicas that run another state of their service than `desired` says, by id, with the reason. */
  outdated(desired: Desired, observed: Observed): Readonly<Record<string, string>>;
  /** Carries out one operation of a plan this engine made. */
  run(operation: Operation, report: Report, signal: AbortSignal): Promise<void>;
  /** Takes back an operation that was carried out, as far as that loses nothing of the user's; used when an apply fails. */
  undo(operation: Operation): Promise<void>;
  /** All revisions of a stack that the engine keeps, newest first. */
  revisions(stack: string, signal?: AbortSignal): Promise<Revision[]>;
  /** Marks on the engine that a service's update is held, or takes the mark away; every Gantry sees it. */
  pause(stack: string, service: string, on: boolean): Promise<void>;
  /**
   * Test-and-set on the engine, so that two Gantry processes never change a stack at once. Returns the release.
   * Rejects with `locked` naming the holder. A lock whose process is gone is broken.
   */
  lock(stack: string, owner: string): Promise<() => Promise<void>>;
  /** Log lines of one replica: the last `tail`, then as they come when `follow`. Resolves at the end. */
  logs(
    replica: string,
    options: { tail: number; follow: boolean; since?: number },
    push: (line: LogLine) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** One sample each for running replicas; unknown ids are left out. */
  usage(replicas: readonly string[], signal?: AbortSignal): Promise<Record<string, Usage>>;
  /** What came through a stack's gateway so far, by service; nothing where there is no gateway that runs. */
  traffic(stack: string, signal?: AbortSignal): Promise<Record<string, Traffic>>;
  /** Starts, stops or holds one of our replicas outside of a plan: used by healing for its back-off. */
  power(replica: string, wish: "start" | "stop", signal?: AbortSignal): Promise<void>;
  /** Host ports of the plan's published ports that somebody else holds, with who it is. */
  close(): Promise<void>;
}

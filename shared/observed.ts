import * as z from "zod";

/**
 * What an engine was seen to run. Everything here is read from the engine itself; nothing is remembered by Gantry.
 * Times are milliseconds since the epoch.
 */

export const ReplicaPortSchema = z.object({
  target: z.number(),
  protocol: z.string(),
  /** Absent: open inside the network only. */
  published: z.number().optional(),
  hostIp: z.string().optional(),
});

export const ReplicaSchema = z.object({
  /** The engine's own id: a container id, a pod uid. */
  id: z.string(),
  name: z.string(),
  /** Compose project; absent for what belongs to no stack. */
  stack: z.string().optional(),
  service: z.string().optional(),
  /** Set for what Gantry runs for a stack beside its services: the gateway that publishes and balances its ports. */
  role: z.literal("gateway").optional(),
  /** 1-based number within the service; 0 when unknown. */
  number: z.number(),
  /** True when it carries Gantry's labels. Gantry changes nothing else. */
  ours: z.boolean(),
  state: z.enum(["created", "running", "restarting", "paused", "exited", "dead", "removing"]),
  health: z.enum(["none", "starting", "healthy", "unhealthy"]),
  /** What the last health check answered, at most 2 kB. */
  healthOutput: z.string().optional(),
  image: z.string(),
  configHash: z.string().optional(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  exitCode: z.number().optional(),
  oomKilled: z.boolean(),
  /** The engine's message when it could not start. */
  error: z.string().optional(),
  /** Restarts by the engine's own restart policy. */
  restarts: z.number(),
  ports: z.array(ReplicaPortSchema),
  networks: z.array(z.object({ name: z.string(), address: z.string().optional() })),
  /** Limits in force: cores and bytes; absent is unlimited. */
  cpuLimit: z.number().optional(),
  memoryLimit: z.number().optional(),
  /** Ids of the GPUs that Gantry gave it, and whether nobody else may have them. */
  gpus: z.object({ ids: z.array(z.string()), exclusive: z.boolean() }).optional(),
});
export type Replica = z.infer<typeof ReplicaSchema>;
export type ReplicaPort = z.infer<typeof ReplicaPortSchema>;

/** Use of one replica now. */
export const UsageSchema = z.object({
  at: z.number(),
  /** Cores in use, 0.5 is half a core; absent until two samples were taken. */
  cpu: z.number().optional(),
  /** Processor time since the replica was started, in seconds: for whoever wants a rate over a time of its own. */
  cpuSeconds: z.number().optional(),
  /** Bytes, without the page cache that can be dropped. */
  memory: z.number(),
  /** Requests a second through the gateway, connections in TCP mode; absent without one, and until two samples were taken. */
  requests: z.number().optional(),
  /** Of those, the ones that failed: answers 5xx, connections that failed or broke off; absent like `requests`. */
  errors: z.number().optional(),
  /** Whether the gateway leads requests to it now; absent without one. */
  takesRequests: z.boolean().optional(),
});
export type Usage = z.infer<typeof UsageSchema>;

/** What came to one service through the stack's gateway since the gateway was started. */
export interface Traffic {
  at: number;
  /** Requests in HTTP mode, connections in TCP mode: those of the replicas that are there now. */
  total: number;
  /** The same by replica id. */
  replicas: Readonly<Record<string, number>>;
  /** What failed of it, by replica id. */
  errors: Readonly<Record<string, number>>;
  /** Ids of the replicas that requests are led to now. */
  taking: readonly string[];
}

export interface ObservedNetwork {
  id: string;
  name: string;
  stack?: string;
  /** The network's key in the stack file. */
  key?: string;
  ours: boolean;
  configHash?: string;
}

export interface ObservedVolume {
  name: string;
  stack?: string;
  key?: string;
  ours: boolean;
  configHash?: string;
}

/** Who is changing a stack right now, see the engine's lock. */
export interface ObservedLock {
  stack: string;
  owner: string;
  since: number;
}

/** The image that a service's name stood for when a revision was applied. */
export interface ResolvedImage {
  /** As the stack says it: `app:1`. */
  image: string;
  /** The engine's own id: `sha256:…`. */
  id: string;
  /** `name@sha256:…`, by which a registry has it; none for what was built here. */
  digests: readonly string[];
}

/** One applied state of a stack, as kept on the engine. The newest one is what self-healing keeps alive. */
export interface AppliedStack<Desired> {
  stack: string;
  revision: number;
  at: number;
  cause: string;
  files: string[];
  desired: Desired;
  /** By service; absent in records of older versions. */
  images?: Readonly<Record<string, ResolvedImage>>;
}

export const EngineEventSchema = z.object({
  /** Unique and stable across reconnects. */
  id: z.string(),
  at: z.number(),
  level: z.enum(["info", "good", "busy", "warning", "bad"]),
  stack: z.string().optional(),
  service: z.string().optional(),
  replica: z.string().optional(),
  /** A sentence of a few words: `web-1 stopped`. */
  title: z.string(),
  /** Evidence or cause: `exit code 137, killed by a signal`. */
  detail: z.string().optional(),
  source: z.enum(["engine", "gantry"]),
});
export type EngineEvent = z.infer<typeof EngineEventSchema>;

export const ConnectionSchema = z.object({
  /** `stale`: shown data is older than its source; `unreachable`: the engine does not answer and never did. */
  state: z.enum(["connecting", "live", "stale", "unreachable"]),
  /** When the shown data was last known to be true; 0 for never. */
  asOf: z.number(),
  message: z.string().optional(),
  hint: z.string().optional(),
});
export type Connection = z.infer<typeof ConnectionSchema>;

export const GpuSchema = z.object({
  /** As device requests name it: `0`, or a CDI name such as `vendor.com/gpu=0`. */
  id: z.string(),
  /** Another name of the same device, `GPU-…`, that a file may use as well. */
  uuid: z.string().optional(),
  name: z.string().optional(),
});
export type Gpu = z.infer<typeof GpuSchema>;

export const EngineInfoSchema = z.object({
  name: z.string(),
  version: z.string(),
  apiVersion: z.string(),
  platform: z.string(),
  /** What the engine's machine has: cores and bytes. */
  cpus: z.number(),
  memory: z.number(),
  /** The node's system and processor, as `docker info` writes them: `linux`, `x86_64`. */
  os: z.string().optional(),
  arch: z.string().optional(),
  /** Where the engine keeps its data, on its own machine. */
  folder: z.string().optional(),
  /** GPUs that containers can be given; absent when Gantry cannot know, empty when there is none. */
  gpus: z.array(GpuSchema).optional(),
});
export type EngineInfo = z.infer<typeof EngineInfoSchema>;

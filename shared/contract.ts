import * as z from "zod";
import { WireErrorSchema, ProblemSchema } from "./errors.ts";
import { ConnectionSchema, EngineEventSchema, EngineInfoSchema, ReplicaSchema, UsageSchema } from "./observed.ts";
import { PlanViewSchema } from "./plan.ts";
import { EditSchema, ScaleSchema } from "./stack/edit-values.ts";
import type { Project } from "./stack/project.ts";

/**
 * Everything that crosses between the window and the control plane: each call and each stream once, with a schema for
 * what goes in and what comes out. Preload forwards names it does not know the meaning of, so it never grows.
 */

export const TargetSchema = z.object({
  /** `docker:NAME` where NAME is the Docker context, or `fake:NAME`. */
  id: z.string(),
  kind: z.enum(["docker", "fake"]),
  name: z.string(),
  /** Where it is, without credentials: `unix:///var/run/docker.sock`. */
  address: z.string(),
});
export type Target = z.infer<typeof TargetSchema>;

export const StackViewSchema = z.object({
  path: z.string(),
  files: z.array(z.string()),
  name: z.string(),
  /** Absent while the file has errors and never loaded without. */
  project: z.custom<Project>((value) => typeof value === "object" && value !== null).optional(),
  /** True when `project` is the last one that loaded and the file on disk has errors now. */
  outdated: z.boolean(),
  problems: z.array(ProblemSchema),
});
export type StackView = z.infer<typeof StackViewSchema>;

export const AppliedViewSchema = z.object({
  revision: z.number(),
  at: z.number(),
  cause: z.string(),
  /** What was last asked for: the stack running, or stopped. */
  wanted: z.enum(["running", "stopped"]),
  /** Set while another Gantry (a CLI, a second window) is changing the stack. */
  lockedBy: z.string().optional(),
  /** Replicas by service as last applied. */
  replicas: z.record(z.string(), z.number()),
});
export type AppliedView = z.infer<typeof AppliedViewSchema>;

export const TaskStepSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["waiting", "running", "done", "failed", "skipped"]),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** Newest line of progress: `layer 3 of 5, 12 MB of 40 MB`. */
  progress: z.string().optional(),
});
export type TaskStep = z.infer<typeof TaskStepSchema>;

export const TaskSchema = z.object({
  id: z.string(),
  stack: z.string(),
  title: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  steps: z.array(TaskStepSchema),
  error: WireErrorSchema.optional(),
});
export type Task = z.infer<typeof TaskSchema>;

/** A back-off of self-healing that is running now. */
export const HealingSchema = z.object({
  stack: z.string(),
  replica: z.string(),
  service: z.string(),
  reason: z.string(),
  attempts: z.number(),
  nextAt: z.number(),
});
export type Healing = z.infer<typeof HealingSchema>;

/** Where an autoscaled service of a running stack stands. */
export const ScalingSchema = z.object({
  stack: z.string(),
  service: z.string(),
  replicas: z.number(),
  /** What the newest round found: `cpu 52 % of 70 % asks for 2`. */
  text: z.string(),
  /** The last time that the number changed: `web 2 -> 4: cpu 140 % of 70 %`. */
  last: z.object({ at: z.number(), text: z.string() }).optional(),
});
export type Scaling = z.infer<typeof ScalingSchema>;

/**
 * One update of the window's state. A slice that is absent did not change; `null` means that it went away. The first
 * value of the stream holds every slice.
 */
export const StatePatchSchema = z.object({
  targets: z.array(TargetSchema).optional(),
  target: TargetSchema.optional(),
  connection: ConnectionSchema.optional(),
  info: EngineInfoSchema.nullable().optional(),
  stack: StackViewSchema.nullable().optional(),
  applied: AppliedViewSchema.nullable().optional(),
  plan: PlanViewSchema.nullable().optional(),
  /** Replicas of every stack and everything else on the engine, by id; null removes one. */
  replicas: z.record(z.string(), ReplicaSchema.nullable()).optional(),
  /** New events, oldest first. */
  events: z.array(EngineEventSchema).optional(),
  tasks: z.array(TaskSchema).optional(),
  healing: z.array(HealingSchema).optional(),
  scaling: z.array(ScalingSchema).optional(),
  recent: z.array(z.string()).optional(),
  /** A failure of something the window asked for without waiting for it. */
  notice: WireErrorSchema.nullable().optional(),
});
export type StatePatch = z.infer<typeof StatePatchSchema>;

export const LogLineSchema = z.object({
  replica: z.string(),
  at: z.number(),
  stream: z.enum(["stdout", "stderr"]),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLineSchema>;

export const WantSchema = z.enum(["running", "stopped", "absent"]);
export type Want = z.infer<typeof WantSchema>;

export const CheckResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  level: z.enum(["ok", "warning", "bad"]),
  detail: z.string(),
  fix: z.string().optional(),
});
export type CheckResult = z.infer<typeof CheckResultSchema>;

/** One applied state of the open stack, as the engine keeps it. */
export const RevisionViewSchema = z.object({
  revision: z.number(),
  at: z.number(),
  cause: z.string(),
  wanted: WantSchema,
  /** What it changed against the one before, a line each; what it started with for the first that is kept. */
  changes: z.array(z.string()),
  images: z.array(z.object({ service: z.string(), image: z.string(), id: z.string() })),
});
export type RevisionView = z.infer<typeof RevisionViewSchema>;

const nothing = z.undefined();
const TaskIdSchema = z.object({ task: z.string() });

export const methods = {
  /** Opens a stack file, or the default one of a folder. */
  "stack.open": { input: z.object({ path: z.string().min(1) }), output: nothing },
  /** Opens a file dialogue first; does nothing when it is cancelled. */
  "stack.choose": { input: nothing, output: nothing },
  /** Opens a copy of a sample, made on first use. */
  "stack.sample": { input: z.object({ name: z.string() }), output: nothing },
  "stack.edit": { input: EditSchema, output: nothing },
  /**
   * Writes the number into the file and, when the stack runs, applies just that. Last value wins. Where the service is
   * autoscaled it also moves the bound that is in the way, or pauses the autoscaler.
   */
  "stack.scale": { input: ScaleSchema, output: nothing },
  /** Takes an autoscaled service's number of replicas over, or gives it back; at once when the stack runs. */
  "stack.autoscale": { input: z.object({ service: z.string(), paused: z.boolean() }), output: nothing },
  "target.select": { input: z.object({ id: z.string() }), output: nothing },
  /** The plan for a wish, from a fresh look at the engine. */
  "plan.preview": {
    input: z.object({ want: WantSchema, removeVolumes: z.boolean().optional() }),
    output: PlanViewSchema,
  },
  /** Carries out the plan that was shown; refused with `stale-plan` when it is not that plan any more. */
  "plan.apply": {
    input: z.object({ want: WantSchema, hash: z.string(), removeVolumes: z.boolean().optional() }),
    output: TaskIdSchema,
  },
  /** Every revision that the engine keeps of the open stack, newest first. */
  "revisions.list": { input: nothing, output: z.array(RevisionViewSchema) },
  /** The plan of rolling the whole stack back to a revision, and what the file then still says otherwise. */
  "rollout.preview": {
    input: z.object({ revision: z.int() }),
    output: z.object({ plan: PlanViewSchema, fileSays: z.array(z.string()) }),
  },
  /** Rolls back by the plan that was shown. */
  "rollout.undo": { input: z.object({ revision: z.int(), hash: z.string() }), output: TaskIdSchema },
  "task.cancel": { input: TaskIdSchema, output: nothing },
  "doctor.run": { input: nothing, output: z.array(CheckResultSchema) },
  /** Opens an https page, or http on this machine, in the user's browser. */
  "link.open": { input: z.object({ url: z.url() }), output: nothing },
} satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const streams = {
  state: { input: nothing, value: StatePatchSchema },
  /** Use of the open stack's replicas, polled only while somebody listens. */
  usage: { input: nothing, value: z.record(z.string(), UsageSchema) },
  /** Log lines of all replicas of a service, oldest first, then as they come. */
  logs: { input: z.object({ service: z.string(), tail: z.int().min(0).max(5000) }), value: z.array(LogLineSchema) },
} satisfies Record<string, { input: z.ZodType; value: z.ZodType }>;

export type Method = keyof typeof methods;
export type Input<M extends Method> = z.input<(typeof methods)[M]["input"]>;
export type Output<M extends Method> = z.output<(typeof methods)[M]["output"]>;
export type Stream = keyof typeof streams;
export type StreamInput<S extends Stream> = z.input<(typeof streams)[S]["input"]>;
export type StreamValue<S extends Stream> = z.output<(typeof streams)[S]["value"]>;

/** Every method must have a handler: the type of the main side's table. */
export type Handlers = {
  [M in Method]: (
    input: z.output<(typeof methods)[M]["input"]>,
  ) => Promise<Output<M> extends undefined ? void : Output<M>>;
};
/** Every stream must have a source; it returns the function that ends it. */
export type Sources = {
  [S in Stream]: (
    input: z.output<(typeof streams)[S]["input"]>,
    push: (value: StreamValue<S>) => void,
    fail: (error: unknown) => void,
  ) => () => void;
};

/** What preload puts on `window.gantry`. */
export interface Bridge {
  call(method: string, input: unknown): Promise<unknown>;
  /** Returns the function that ends the subscription. */
  subscribe(stream: string, input: unknown, listener: (message: unknown) => void): () => void;
}

/** What a call answers and a stream sends over the bridge. */
export type Wire<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof WireErrorSchema> };

/** Every edit of a stack file as a value: plain data that the window sends and undo keeps. */
import * as z from "zod";
import { editAnswers } from "./edit-error.ts";

const service = z.string();
const index = z.int().min(0);
/** Kept where it stands in the file when one is there already. */
const resources = z.enum(["networks", "volumes", "secrets", "configs"]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const words = z.union([z.string(), z.array(z.string())]);

/** How to go on when the value is shared with other services (edit-shared.ts) or with other stacks (edit-files.ts). */
const shared = { shared: z.enum(editAnswers).optional() };

const declare = { declare: z.boolean().optional() };

const replicas = { service, replicas: z.int().min(0).max(500), ...shared };

/** What a slider sends: the same as the edit `set-replicas`, but what runs follows at once. */
export const ScaleSchema = z.object(replicas);

export const EditSchema = z.discriminatedUnion("kind", [
  /** With an image, or with the folder of a build. */
  z.object({ kind: z.literal("add-service"), service, image: z.string().optional(), build: z.string().optional() }),
  /** Also takes away links to it, and its place on the canvas. */
  z.object({ kind: z.literal("remove-service"), service, ...shared }),
  /** Follows every reference in the stack's files. */
  z.object({ kind: z.literal("rename-service"), service, to: z.string(), ...shared }),
  /** Copies the service as it is written, without its host ports and container name, which only one can have. */
  z.object({ kind: z.literal("duplicate-service"), service, to: z.string(), ...shared }),

  z.object({ kind: z.literal("set-image"), service, image: z.string(), ...shared }),
  /** The build's context; null takes the build away. */
  z.object({ kind: z.literal("set-build"), service, context: z.string().nullable(), ...shared }),
  z.object({ kind: z.literal("set-command"), service, command: words.nullable(), ...shared }),
  z.object({ kind: z.literal("set-entrypoint"), service, entrypoint: words.nullable(), ...shared }),
  z.object({ kind: z.literal("set-restart"), service, restart: z.string().nullable(), ...shared }),
  z.object({ kind: z.literal("set-profiles"), service, profiles: z.array(z.string()), ...shared }),
  z.object({ kind: z.literal("set-replicas"), ...replicas }),
  /** Settings that are absent stay, null removes one. A service that is not autoscaled yet needs both bounds. */
  z.object({
    kind: z.literal("set-autoscale"),
    service,
    min: z.int().min(0).max(500).optional(),
    max: z.int().min(1).max(500).optional(),
    cpu: z.int().min(1).nullable().optional(),
    memory: z.int().min(1).nullable().optional(),
    requests: z.int().min(1).nullable().optional(),
    paused: z.literal(true).nullable().optional(),
    ...shared,
  }),
  z.object({
    kind: z.literal("set-limits"),
    service,
    /** Cores; null removes the limit, absence leaves it. */
    cpus: z.number().positive().nullable().optional(),
    /** A Compose byte value such as `256M`; null removes the limit. */
    memory: z.string().nullable().optional(),
    ...shared,
  }),
  /** Null takes the variable away. */
  z.object({ kind: z.literal("set-env"), service, name: z.string(), value: z.string().nullable(), ...shared }),
  z.object({ kind: z.literal("set-label"), service, name: z.string(), value: z.string().nullable(), ...shared }),
  /** Settings that are absent stay, null removes one; `check: null` removes the whole check. */
  z.object({
    kind: z.literal("set-healthcheck"),
    service,
    check: z
      .object({
        test: words.nullable().optional(),
        interval: z.string().nullable().optional(),
        timeout: z.string().nullable().optional(),
        retries: z.int().min(0).nullable().optional(),
        start_period: z.string().nullable().optional(),
        disable: z.boolean().nullable().optional(),
      })
      .nullable(),
    ...shared,
  }),

  /** Ports and mounts in their short form; an index counts the items as written, file after file in merge order. */
  z.object({ kind: z.literal("add-port"), service, port: z.string(), ...shared }),
  z.object({ kind: z.literal("set-port"), service, index, port: z.string(), ...shared }),
  z.object({ kind: z.literal("remove-port"), service, index, ...shared }),
  /** Declares a named volume that no file of the stack has yet, unless told not to. */
  z.object({ kind: z.literal("add-mount"), service, mount: z.string(), ...declare, ...shared }),
  z.object({ kind: z.literal("set-mount"), service, index, mount: z.string(), ...shared }),
  z.object({ kind: z.literal("remove-mount"), service, index, ...shared }),
  /** Declares a network in the same way. A service keeps the default network until it leaves it. */
  z.object({ kind: z.literal("join-network"), service, network: z.string(), ...declare, ...shared }),
  z.object({ kind: z.literal("leave-network"), service, network: z.string(), ...shared }),
  z.object({
    kind: z.literal("add-link"),
    service,
    on: z.string(),
    condition: z.enum(["service_started", "service_healthy", "service_completed_successfully"]).optional(),
    ...shared,
  }),
  z.object({ kind: z.literal("remove-link"), service, on: z.string(), ...shared }),
  z.object({
    kind: z.literal("use-file"),
    service,
    section: z.enum(["secrets", "configs"]),
    name: z.string(),
    ...shared,
  }),
  z.object({
    kind: z.literal("drop-file"),
    service,
    section: z.enum(["secrets", "configs"]),
    name: z.string(),
    ...shared,
  }),

  z.object({
    kind: z.literal("add-resource"),
    section: resources,
    name: z.string(),
    settings: z.record(z.string(), scalar).optional(),
  }),
  /** Follows every use. On an engine it is another volume or network, so that data stays with the old name. */
  z.object({ kind: z.literal("rename-resource"), section: resources, name: z.string(), to: z.string(), ...shared }),
  z.object({ kind: z.literal("remove-resource"), section: resources, name: z.string(), ...shared }),

  /** Canvas positions in pixels, by service; services that are not named keep theirs. */
  z.object({ kind: z.literal("set-layout"), positions: z.record(z.string(), z.tuple([z.number(), z.number()])) }),
]);

/** What a user can ask for. */
export type UserEdit = z.infer<typeof EditSchema>;

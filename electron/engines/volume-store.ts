import type { Readable, Writable } from "node:stream";

/** One named volume of a stack. */
export interface VolumeFacts {
  name: string;
  /** The volume's key in the stack file. */
  key?: string;
  driver: string;
  /** Bytes of the files in it; absent when the engine does not count this driver's. */
  size?: number;
  /** Containers that mount it, ours and foreign. */
  users: Array<{ name: string; running: boolean }>;
  /** Milliseconds since the epoch: now while something runs with it, else when the last one ended; absent when unknown. */
  lastUse?: number;
  createdAt?: number;
}

/**
 * What is in the volumes of a stack. Only volumes that carry the stack's label: any other name is `not-found`, or
 * `foreign` when there is one. Contents come and go as tar streams whose paths start at the volume's own folder; mode,
 * owner and links are kept.
 */
export interface VolumeStore {
  list(stack: string, signal?: AbortSignal): Promise<VolumeFacts[]>;
  /** Files, folders and links in it; stops counting at `limit`. */
  count(stack: string, name: string, limit: number, signal?: AbortSignal): Promise<number>;
  /** Rejects with `failed` while a container mounts it. What was in it is gone. */
  remove(stack: string, name: string): Promise<void>;
  /** Writes the archive and ends the sink. */
  export(stack: string, name: string, sink: Writable, signal: AbortSignal): Promise<void>;
  /** Unpacks over what is there. */
  import(stack: string, name: string, source: Readable, signal: AbortSignal): Promise<void>;
}

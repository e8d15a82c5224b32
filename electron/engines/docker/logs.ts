import type Docker from "dockerode";
import type { LogLine } from "../../../shared/contract.ts";
import { createDemuxer } from "./demux.ts";
import { dockerError } from "./errors.ts";

export interface LogOptions {
  tail: number;
  follow: boolean;
  /** Milliseconds since the epoch. */
  since?: number;
}

/** Passes on the lines of one container; resolves when the log ends or the signal fires. */
export async function readLogs(
  docker: Docker,
  replica: string,
  options: LogOptions,
  push: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const container = docker.getContainer(replica);
    const { Config: config } = await container.inspect({ abortSignal: signal });
    const lines = createLineReader(replica, push);
    const toFrames = config.Tty
      ? (data: Buffer) => lines.add("stdout", data)
      : createDemuxer(({ stream, data }) => lines.add(stream, data));
    const query = {
      stdout: true,
      stderr: true,
      timestamps: true,
      tail: options.tail,
      abortSignal: signal,
      ...(options.since === undefined ? {} : { since: (options.since / 1000).toFixed(3) as unknown as number }),
    };
    if (options.follow) {
      const stream = await container.logs({ ...query, follow: true });
      for await (const chunk of stream) toFrames(chunk as Buffer);
    } else {
      // Against its types this is the whole log at once, and still framed.
      toFrames(Buffer.from(await container.logs({ ...query, follow: false })));
    }
    lines.end();
  } catch (error) {
    if (signal.aborted) return;
    throw dockerError(error, `read the log of ${replica.slice(0, 12)}`, signal);
  }
}

/**
 * Puts lines together. Each record of the log begins with its time; a long line comes in several records, each with a
 * time of its own, and the first one counts.
 */
export function createLineReader(replica: string, push: (line: LogLine) => void) {
  const open = { stdout: { at: 0, text: "" }, stderr: { at: 0, text: "" } };
  const take = (stream: "stdout" | "stderr", part: string): void => {
    const { at, text } = splitTime(part);
    const line = open[stream];
    if (line.text === "") line.at = at;
    line.text += text;
  };
  const flush = (stream: "stdout" | "stderr"): void => {
    const { at, text } = open[stream];
    push({ replica, at, stream, text: text.replace(/\r$/, "") });
    open[stream] = { at: 0, text: "" };
  };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return {
    add(stream: "stdout" | "stderr", data: Buffer): void {
      const parts = decoders[stream].decode(data, { stream: true }).split("\n");
      for (const [index, part] of parts.entries()) {
        const last = index === parts.length - 1;
        if (last && part === "") return;
        take(stream, part);
        if (!last) flush(stream);
      }
    },
    end(): void {
      for (const stream of ["stdout", "stderr"] as const) if (open[stream].text !== "") flush(stream);
    },
  };
}

function splitTime(part: string): { at: number; text: string } {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/.exec(part);
  if (match === null) return { at: 0, text: part };
  return { at: Date.parse(match[1] ?? ""), text: part.slice(match[0].length) };
}

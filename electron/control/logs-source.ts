import type { LogLine } from "../../shared/contract.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Engine } from "../engines/engine.ts";

export interface LogsRequest {
  engine: Engine;
  /** Replicas to read now. */
  replicas: readonly Replica[];
  tail: number;
  follow: boolean;
}

/** Lines are handed on in batches, so that a chatty service does not cost one message a line. */
const BATCH = 50;

/**
 * Log lines of several replicas: first what there is, in order of time over all of them, then new ones as they come.
 * Resolves when every stream has ended.
 */
export async function mergeLogs(
  request: LogsRequest,
  push: (lines: LogLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let waiting: LogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const lines = waiting.toSorted((a, b) => a.at - b.at);
    waiting = [];
    push(lines);
  };
  const add = (line: LogLine) => {
    waiting.push(line);
    if (request.follow) timer ??= setTimeout(flush, BATCH);
  };
  const { engine, tail, follow } = request;
  await Promise.all(request.replicas.map((replica) => engine.logs(replica.id, { tail, follow }, add, signal)));
  flush();
}

import {
  methods,
  streams,
  type Handlers,
  type Method,
  type Sources,
  type Stream,
  type Wire,
} from "../../shared/contract.ts";
import { GantryError, toWire } from "../../shared/errors.ts";

import type { ZodType } from "zod";

/** What a call from outside comes to: its input is parsed, and every failure becomes plain data. Never rejects. */
export async function dispatch(handlers: Handlers, method: unknown, input: unknown): Promise<Wire<unknown>> {
  try {
    if (!isKey(methods, method)) throw new GantryError("bad-input", `There is no method ${String(method)}.`);
    const schema = methods[method];
    const parsed: unknown = parse(schema.input, input, method);
    const handler = handlers[method] as (value: unknown) => Promise<unknown>;
    return { ok: true, value: schema.output.parse(await handler(parsed)) };
  } catch (error) {
    return { ok: false, error: toWire(error) };
  }
}

/** Starts a stream for a caller outside; answers the function that ends it. Failures arrive as messages. */
export function openStream(
  sources: Sources,
  stream: unknown,
  input: unknown,
  send: (message: Wire<unknown>) => void,
): () => void {
  const fail = (error: unknown) => send({ ok: false, error: toWire(error) });
  try {
    if (!isKey(streams, stream)) throw new GantryError("bad-input", `There is no stream ${String(stream)}.`);
    const schema = streams[stream];
    const source = sources[stream] as (
      input: unknown,
      push: (value: unknown) => void,
      fail: (error: unknown) => void,
    ) => () => void;
    return source(parse(schema.input, input, stream), (value) => send({ ok: true, value }), fail);
  } catch (error) {
    fail(error);
    return () => undefined;
  }
}

function isKey<T extends Record<string, unknown>>(table: T, key: unknown): key is keyof T & (Method | Stream) {
  return typeof key === "string" && Object.hasOwn(table, key);
}

function parse(schema: ZodType, input: unknown, name: string): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
  throw new GantryError("bad-input", `${name} was called wrongly: ${issues.join("; ")}`);
}

import type { Input, Method, Output, Stream, StreamInput, StreamValue, Wire } from "../../shared/contract.ts";
import { fromWire, GantryError } from "../../shared/errors.ts";

/** Asks the control plane. Rejects with a {@link GantryError} only. */
export async function call<M extends Method>(
  method: M,
  ...[input]: Input<M> extends undefined ? [] : [Input<M>]
): Promise<Output<M>> {
  let answer: Wire<Output<M>>;
  try {
    answer = (await window.gantry.call(method, input)) as Wire<Output<M>>;
  } catch (thrown) {
    throw new GantryError("failed", "The window lost its connection to Gantry.", { cause: thrown });
  }
  if (!answer.ok) throw fromWire(answer.error);
  return answer.value;
}

interface Listener<S extends Stream> {
  value: (value: StreamValue<S>) => void;
  error?: (error: GantryError) => void;
}

/** Follows a stream until the returned function is called. */
export function follow<S extends Stream>(stream: S, input: StreamInput<S>, listener: Listener<S>): () => void {
  return window.gantry.subscribe(stream, input, (message) => {
    const answer = message as Wire<StreamValue<S>>;
    if (answer.ok) listener.value(answer.value);
    else listener.error?.(fromWire(answer.error));
  });
}

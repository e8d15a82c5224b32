import type { Usage } from "../../shared/observed.ts";
import type { Engine } from "../engines/engine.ts";
import { requestRates, type TrafficByService } from "./request-rates.ts";

/** Milliseconds between two rounds: each is a call and a walk through a control group for every replica. */
const EVERY = 5000;
/** The first rate needs two samples; nobody should wait a whole round for it. */
const FIRST = 1000;

/**
 * Samples the use of the replicas that `ids` names, one after the other rounds, until ended. A round that fails is
 * left out: the connection's state tells why.
 *
 * @param balanced the stack whose gateway is asked as well, when it has one
 */
export function pollUsage(
  engine: () => Engine | undefined,
  ids: () => string[],
  push: (usage: Record<string, Usage>) => void,
  balanced: () => string | undefined = () => undefined,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let pause = FIRST;
  let last: TrafficByService | undefined;
  const round = async () => {
    const wanted = ids();
    const source = engine();
    if (wanted.length > 0 && source !== undefined) {
      const stack = balanced();
      const [usage, traffic] = await Promise.all([
        source.usage(wanted).catch((): Record<string, Usage> => ({})),
        stack === undefined ? undefined : source.traffic(stack).catch(() => undefined),
      ]);
      const rates = traffic === undefined ? {} : requestRates(last, traffic);
      last = traffic;
      const all = Object.entries(usage).map(([id, one]) => [id, { ...one, ...rates[id] }] as const);
      if (!ended && all.length > 0) push(Object.fromEntries(all));
    }
    if (!ended) timer = setTimeout(() => void round(), pause);
    pause = EVERY;
  };
  void round();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

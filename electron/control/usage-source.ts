import type { Usage } from "../../shared/observed.ts";
import type { Engine } from "../engines/engine.ts";

/** Milliseconds between two rounds: each is a call and a walk through a control group for every replica. */
const EVERY = 5000;
/** The first rate needs two samples; nobody should wait a whole round for it. */
const FIRST = 1000;

/**
 * Samples the use of the replicas that `ids` names, one after the other rounds, until ended. A round that fails is
 * left out: the connection's state tells why.
 */
export function pollUsage(
  engine: () => Engine | undefined,
  ids: () => string[],
  push: (usage: Record<string, Usage>) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let pause = FIRST;
  const round = async () => {
    const wanted = ids();
    const source = engine();
    if (wanted.length > 0 && source !== undefined) {
      const usage = await source.usage(wanted).catch(() => ({}));
      if (!ended && Object.keys(usage).length > 0) push(usage);
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

import { useCallback, useSyncExternalStore } from "react";

const TICK = 1000;
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    for (const one of listeners) one();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

const never = () => () => undefined;

/**
 * A text that depends on the time. The view is rendered again only when the text changes; with `running` false no
 * timer is kept for it.
 */
export function useClockText(text: (now: number) => string, running = true): string {
  const snapshot = useCallback(() => text(Date.now()), [text]);
  return useSyncExternalStore(running ? subscribe : never, snapshot);
}

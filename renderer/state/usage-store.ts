import { useEffect } from "react";
import { create } from "zustand";
import { follow } from "./bridge.ts";
import { useApp } from "./store.ts";
import { foldUsage, noUsage, pruneUsage, type ServiceUsage, type UsageHistory } from "./usage-history.ts";

/** Kept apart from the rest: it changes every few seconds, everything else only when something happens. */
export const useUsage = create<UsageHistory>(() => noUsage);

export function useServiceUsage(name: string): ServiceUsage | undefined {
  return useUsage((history) => history.byService[name]);
}

/** Follows use while a stack is open and somebody looks: a hidden window asks for nothing. */
export function useUsageStream(): void {
  const stack = useApp((state) => state.stack?.name);
  useEffect(() => {
    useUsage.setState(noUsage, true);
    if (stack === undefined) return undefined;
    let off: (() => void) | undefined;
    const look = () => {
      if (document.hidden) {
        off?.();
        off = undefined;
      } else {
        off ??= follow("usage", undefined, {
          value: (sample) => useUsage.setState((before) => foldUsage(before, sample, useApp.getState().byService)),
          // The numbers go back to "not known"; the connection says why.
          error: () => useUsage.setState(noUsage, true),
        });
      }
    };
    look();
    const prune = useApp.subscribe((state, before) => {
      if (state.byService !== before.byService)
        useUsage.setState((history) => pruneUsage(history, state.byService), true);
    });
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      prune();
      off?.();
    };
  }, [stack]);
}

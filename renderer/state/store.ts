import { create } from "zustand";
import { applyPatch, initialState, type AppState } from "./app-state.ts";
import { follow } from "./bridge.ts";

/** State as told by the control plane. Views read it through narrow selectors, see selectors.ts. */
export const useApp = create<AppState>(() => initialState);

const RETRY = 1000;

/** Follows the state stream for the life of the window, again after it broke. Returns the function that ends it. */
export function connectStore(): () => void {
  let off: () => void = () => undefined;
  let retry: number | undefined;
  const start = () => {
    // The first value holds every slice: what was there before a break must not survive it.
    let base: AppState | undefined = { ...initialState, events: useApp.getState().events };
    off = follow("state", undefined, {
      value: (patch) => {
        useApp.setState(applyPatch(base ?? useApp.getState(), patch), true);
        base = undefined;
      },
      error: (error) => {
        off();
        const { connection } = useApp.getState();
        useApp.setState({ connection: { ...connection, state: "stale", message: error.message } });
        retry = window.setTimeout(start, RETRY);
      },
    });
  };
  start();
  return () => {
    window.clearTimeout(retry);
    off();
  };
}

import { useEffect } from "react";
import { actions, perform } from "./registry.ts";
import { isShortcut } from "./shortcuts.ts";

export const isMac = navigator.userAgent.includes("Mac");

/** Listens for the shortcuts of all actions while the window lives. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = actions.find((one) => one.keys !== undefined && isShortcut(event, one.keys, isMac));
      if (action === undefined) return;
      event.preventDefault();
      perform(action);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

import type { AppState } from "./app-state.ts";
import { useApp } from "./store.ts";
import { showDrawer, useUi } from "./ui-store.ts";

/** What the window does by itself when news come in. Returns the function that ends it. */
export function followNews(): () => void {
  return useApp.subscribe((state, before) => {
    dropOldPreview(state, before);
    showNewErrors(state, before);
  });
}

/** A plan that was asked for is put away when a newer one has come, and with its stack. */
function dropOldPreview(state: AppState, before: AppState): void {
  const { preview } = useUi.getState();
  if (preview === null) return;
  const moved = state.plan !== before.plan && preview.want === "running";
  if (moved || state.stack?.path !== before.stack?.path) useUi.setState({ preview: null });
}

/** The file just got errors: they are shown beside the last version without. */
function showNewErrors(state: AppState, before: AppState): void {
  const broke = state.stack?.outdated === true && before.stack?.outdated !== true;
  if (broke && useUi.getState().view === "composer") showDrawer("problems");
}

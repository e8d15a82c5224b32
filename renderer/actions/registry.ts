import { applyOff, engineOff, planOff, stopOff } from "../frame/apply-off.ts";
import { samples } from "../frame/samples.ts";
import { applyWish, chooseStack, openSample, previewWish } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { chooseTheme } from "../state/theme.ts";
import { selectService, showDrawer, useUi } from "../state/ui-store.ts";

/** Something the user can do. The toolbar, shortcuts and the command palette all take it from here. */
export interface Action {
  id: string;
  title: string;
  /** `mod` is Cmd on a Mac and Ctrl elsewhere. */
  keys?: string;
  /** Why it cannot be done now. */
  off?: () => string | undefined;
  run: () => void;
}

export const actions: readonly Action[] = [
  {
    id: "apply",
    title: "Apply",
    keys: "mod+enter",
    off: () => applyOff(useApp.getState()),
    run: () => void applyWish("running"),
  },
  {
    id: "plan",
    title: "Plan",
    keys: "mod+shift+p",
    off: () => planOff(useApp.getState()),
    run: () => void previewWish("running"),
  },
  {
    id: "stop",
    title: "Stop",
    off: () => stopOff(useApp.getState()),
    run: () => void applyWish("stopped"),
  },
  {
    id: "remove",
    title: "Remove from engine…",
    off: () => engineOff(useApp.getState()),
    run: () => useUi.setState({ removing: true }),
  },
  { id: "open", title: "Open a stack file…", keys: "mod+o", run: chooseStack },
  ...samples.map((sample) => ({
    id: `sample-${sample.name}`,
    title: `Open the sample ${sample.title}`,
    run: () => openSample(sample.name),
  })),
  { id: "palette", title: "Search", keys: "mod+k", run: () => useUi.setState({ palette: true }) },
  { id: "composer", title: "Show the composer", keys: "mod+1", run: () => useUi.setState({ view: "composer" }) },
  { id: "health", title: "Show health", keys: "mod+2", run: () => useUi.setState({ view: "health" }) },
  {
    id: "drawer",
    title: "Open or close the drawer",
    keys: "mod+j",
    run: () => useUi.setState((state) => ({ drawerOpen: !state.drawerOpen })),
  },
  { id: "tasks", title: "Show tasks", run: () => showDrawer("tasks") },
  { id: "events", title: "Show events", run: () => showDrawer("events") },
  { id: "deselect", title: "Show the whole stack in the inspector", run: () => selectService(null) },
  { id: "theme-dark", title: "Dark theme", run: () => chooseTheme("dark") },
  { id: "theme-light", title: "Light theme", run: () => chooseTheme("light") },
  { id: "theme-system", title: "Theme of the system", run: () => chooseTheme("system") },
];

export function actionById(id: string): Action {
  const found = actions.find((action) => action.id === id);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
}

/** Runs an action unless it is off. */
export function perform(action: Action): void {
  if (action.off?.() === undefined) action.run();
}

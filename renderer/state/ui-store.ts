import { create } from "zustand";
import type { Input, Want } from "../../shared/contract.ts";
import type { WireError } from "../../shared/errors.ts";
import type { PlanView } from "../../shared/plan.ts";

export type View = "composer" | "health";
export type DrawerTab = "plan" | "tasks" | "events" | "replicas" | "problems";

/** A plan that was asked for and waits for a yes. */
export interface Preview {
  want: Want;
  plan: PlanView;
  /** Why it is shown again, when it is. */
  reason: string | undefined;
}

/** An edit that needs a decision first: a shared value, or one that another program changed too. */
export interface EditQuestion {
  change: Input<"stack.edit">;
  error: WireError;
  /** The question came up while scaling: what runs follows the answer at once. */
  live: boolean;
}

/** What only the window knows: where the user is, and gestures that are not done yet. */
export interface UiState {
  view: View;
  selected: string | null;
  drawer: DrawerTab;
  drawerOpen: boolean;
  palette: boolean;
  removing: boolean;
  preview: Preview | null;
  question: EditQuestion | null;
  /** Replicas a slider stands at before the file says so, by service. */
  drafts: Readonly<Record<string, number>>;
  /** An action of the toolbar that is on its way. */
  busy: boolean;
  /** A failure of something the user just did. */
  failure: WireError | null;
  /** The notice of the control plane that was put away. */
  dismissed: WireError | null;
}

export const useUi = create<UiState>(() => ({
  view: "composer",
  selected: null,
  drawer: "plan",
  drawerOpen: true,
  palette: false,
  removing: false,
  preview: null,
  question: null,
  drafts: {},
  busy: false,
  failure: null,
  dismissed: null,
}));

export function showDrawer(drawer: DrawerTab): void {
  useUi.setState({ drawer, drawerOpen: true, view: "composer" });
}

export function selectService(selected: string | null): void {
  useUi.setState({ selected });
}

export function setDraft(service: string, replicas: number | undefined): void {
  const { drafts } = useUi.getState();
  if (drafts[service] === replicas) return;
  const { [service]: _old, ...others } = drafts;
  useUi.setState({ drafts: replicas === undefined ? others : { ...others, [service]: replicas } });
}

import { PanelBottomClose, PanelBottomOpen } from "lucide-react";
import { EventList } from "../health/EventList.tsx";
import { ReplicaTable } from "../health/ReplicaTable.tsx";
import { countChanges } from "../state/plan-flow.ts";
import { useApp } from "../state/store.ts";
import { useUi, type DrawerTab } from "../state/ui-store.ts";
import { IconButton } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";
import { Tabs, type TabSpec } from "../ui/Tabs.tsx";
import { PlanPanel } from "./PlanPanel.tsx";
import { ProblemList } from "./ProblemList.tsx";
import { taskBadge } from "./task-progress.ts";
import { TasksPanel } from "./TasksPanel.tsx";
import "./drawer.css";

/** Below the canvas: what would change, what is being done, what happened, how every replica is. */
export function Drawer() {
  const tab = useUi((state) => state.drawer);
  const open = useUi((state) => state.drawerOpen);
  const changes = useApp((state) => (state.plan === null ? 0 : countChanges(state.plan)));
  const tasks = useApp((state) => state.tasks);
  // Without anything to draw they stand where the canvas would.
  const problems = useApp((state) => (state.stack?.project === undefined ? undefined : state.stack.problems));
  const badge = taskBadge(tasks);
  const toggle = () => useUi.setState({ drawerOpen: !open });
  const tabs: Array<TabSpec<DrawerTab>> = [
    { id: "plan", label: "Plan", badge: changes > 0 ? String(changes) : undefined, content: <PlanPanel /> },
    { id: "tasks", label: "Tasks", badge: badge?.text, tone: badge?.tone ?? "plain", content: <TasksPanel /> },
    { id: "events", label: "Events", content: <EventList /> },
    { id: "replicas", label: "Health", content: <ReplicaTable /> },
  ];
  if (problems !== undefined && problems.length > 0) {
    tabs.push({
      id: "problems",
      label: "Problems",
      badge: String(problems.length),
      tone: problems.some((problem) => problem.severity === "error") ? "bad" : "warn",
      content: <ProblemList problems={problems} />,
    });
  }
  const value = tabs.some((one) => one.id === tab) ? tab : "plan";
  return (
    <section className={classes("drawer", !open && "drawer-closed")} aria-label="Drawer">
      <Tabs<DrawerTab>
        label="Drawer"
        value={value}
        onChange={(drawer) => useUi.setState({ drawer, drawerOpen: true })}
        tabs={tabs}
        className={`drawer-${value}`}
        aside={
          <IconButton label={open ? "Close drawer" : "Open drawer"} side="top" aria-expanded={open} onClick={toggle}>
            {open ? <PanelBottomClose className="icon" /> : <PanelBottomOpen className="icon" />}
          </IconButton>
        }
      />
    </section>
  );
}

import { X } from "lucide-react";
import { useState } from "react";
import { useProject, useService, useServiceHealth } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { selectService, useUi } from "../state/ui-store.ts";
import { IconButton } from "../ui/Button.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { ReplicasTab } from "./ReplicasTab.tsx";
import { ServiceTab } from "./ServiceTab.tsx";
import { StackOverview } from "./StackOverview.tsx";
import "./inspector.css";

/** What is chosen on the canvas, and its controls. */
export function Inspector() {
  const stack = useApp((state) => state.stack);
  const project = useProject();
  const selected = useUi((state) => state.selected);
  const exists = useApp((state) => selected !== null && state.stack?.project?.services[selected] !== undefined);
  if (stack === null || project === undefined) return <aside className="inspector" aria-label="Inspector" />;
  return (
    <aside className="inspector" aria-label="Inspector">
      {selected === null || !exists ? (
        <StackOverview stack={stack} project={project} />
      ) : (
        <ServiceInspector name={selected} />
      )}
    </aside>
  );
}

type TabId = "service" | "replicas";

function ServiceInspector({ name }: { name: string }) {
  const [tab, setTab] = useState<TabId>("service");
  const project = useProject();
  const service = useService(name);
  const health = useServiceHealth(name);
  if (project === undefined || service === undefined || health === undefined) return null;
  const trouble = health.replicas.filter((one) => one.status === "failing" || one.status === "warning").length;
  return (
    <Tabs<TabId>
      label={`Service ${name}`}
      value={tab}
      onChange={setTab}
      aside={
        <IconButton label="Close" onClick={() => selectService(null)}>
          <X className="icon icon-small" />
        </IconButton>
      }
      tabs={[
        {
          id: "service",
          label: "Service",
          content: <ServiceTab name={name} service={service} project={project} health={health} />,
        },
        {
          id: "replicas",
          label: "Replicas",
          badge: trouble > 0 ? String(trouble) : undefined,
          tone: "bad",
          content: <ReplicasTab health={health} />,
        },
      ]}
    />
  );
}

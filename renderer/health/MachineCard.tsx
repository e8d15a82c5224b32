import { useMemo } from "react";
import { formatBytes } from "../../shared/units.ts";
import { useProject } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { useUsage } from "../state/usage-store.ts";
import { plural } from "../ui/format.ts";
import { machineBars } from "./machine.ts";

/** What the stack takes of the machine the engine runs on: used, and on top what limits allow. */
export function MachineCard() {
  const info = useApp((state) => state.info);
  const project = useProject();
  const usage = useUsage((history) => history.byReplica);
  const bars = useMemo(() => (info === null ? [] : machineBars(info, project, usage)), [info, project, usage]);
  if (info === null) return null;
  return (
    <section className="panel-card" aria-label="This stack on the machine">
      <header className="panel-head">
        <h2>This stack on {info.name}</h2>
        <span className="small faint">
          {plural(info.cpus, "core")}, {formatBytes(info.memory)}, Docker {info.version}
        </span>
      </header>
      {bars.map((bar) => (
        <div className="machine-row" key={bar.name}>
          <span className="muted">{bar.name}</span>
          <div className="machine-bar" aria-hidden="true">
            <span className="machine-limited" style={{ width: `${bar.limited * 100}%` }} />
            <span
              className={`machine-used machine-${bar.name.toLowerCase()}`}
              style={{ width: `${(bar.used ?? 0) * 100}%` }}
            />
          </div>
          <span className="small muted">{bar.text}</span>
        </div>
      ))}
    </section>
  );
}

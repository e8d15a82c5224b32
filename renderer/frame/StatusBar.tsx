import { useCallback } from "react";
import { formatBytes } from "../../shared/units.ts";
import { useClockText } from "../state/clock.ts";
import { useApp } from "../state/store.ts";
import { useUsage } from "../state/usage-store.ts";
import { plural, UNKNOWN } from "../ui/format.ts";
import { Dot } from "../ui/Pill.tsx";
import { connectionTone, dataAge } from "./connection-words.ts";
import { usageOf } from "./status-usage.ts";
import "./status-bar.css";

export function StatusBar() {
  const info = useApp((state) => state.info);
  const services = useApp((state) => Object.keys(state.stack?.project?.services ?? {}).length);
  const replicas = useApp((state) => Object.values(state.byService).reduce((sum, one) => sum + one.length, 0));
  const hasStack = useApp((state) => state.stack !== null);
  return (
    <footer className="status-bar" aria-label="Status">
      <span>{info === null ? "No engine" : <strong>Docker {info.version}</strong>}</span>
      {info === null || !hasStack ? null : <StackUse cpus={info.cpus} memory={info.memory} />}
      {hasStack ? (
        <span data-testid="counts">
          {plural(services, "service")}, {plural(replicas, "replica")}
        </span>
      ) : null}
      <DataAge />
    </footer>
  );
}

/** What the stack takes of the machine. */
function StackUse({ cpus, memory }: { cpus: number; memory: number }) {
  const percent = useUsage((history) => usageOf(history.byReplica).cpu);
  const bytes = useUsage((history) => usageOf(history.byReplica).memory);
  return (
    <>
      <span title="Used by this stack, of all cores of the engine's machine">
        CPU <strong>{percent === undefined ? UNKNOWN : `${Math.round((percent / cpus) * 100)} %`}</strong>
      </span>
      <span title="Used by this stack, of the memory of the engine's machine">
        Memory <strong>{bytes === undefined ? UNKNOWN : `${formatBytes(bytes)} of ${formatBytes(memory)}`}</strong>
      </span>
    </>
  );
}

function DataAge() {
  const connection = useApp((state) => state.connection);
  const text = useClockText(
    useCallback((now: number) => dataAge(connection, now), [connection]),
    connection.state === "stale" || connection.state === "unreachable",
  );
  return (
    <span className={`data-age data-age-${connection.state}`} data-testid="data-age" data-state={connection.state}>
      <Dot tone={connectionTone[connection.state]} />
      {text}
    </span>
  );
}

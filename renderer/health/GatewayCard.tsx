import { useMemo } from "react";
import { useProject } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { useUsage } from "../state/usage-store.ts";
import { formatRate } from "../ui/format.ts";
import { StatusWord } from "../ui/StatusWord.tsx";
import { gatewayView } from "./gateway.ts";

const words = { running: "running", stopped: "stopped", missing: "not there" } as const;
const tones = { running: "ok", stopped: "bad", missing: "bad" } as const;

/** The container that publishes the stack's ports and spreads what comes over the replicas. */
export function GatewayCard() {
  const project = useProject();
  const gateway = useApp((state) =>
    Object.values(state.replicas).find((one) => one.role === "gateway" && one.stack === state.stack?.name),
  );
  const byService = useApp((state) => state.byService);
  const fresh = useApp((state) => state.connection.state === "live");
  const wanted = useApp((state) => state.applied?.wanted === "running");
  const usage = useUsage((history) => history.byReplica);
  const view = useMemo(
    () => gatewayView(project, gateway, byService, usage, fresh),
    [project, gateway, byService, usage, fresh],
  );
  if (view === undefined || !wanted) return null;
  return (
    <section className="panel-card" aria-label="Gateway">
      <header className="panel-head">
        <h2>Gateway</h2>
        <StatusWord tone={tones[view.state]}>{words[view.state]}</StatusWord>
      </header>
      {view.state === "running" ? null : (
        <p className="small muted">Published ports do not answer until it runs again. Self-healing brings it back.</p>
      )}
      <ul className="gateway-rows">
        {view.rows.map(({ service, ports, perSecond, taking, known }) => (
          <li key={service} className="gateway-row">
            <span className="cut">
              {service} <span className="muted">on port {ports.join(", ")}</span>
            </span>
            <span className="small muted">{known === 0 ? "" : `${taking} of ${known} take requests`}</span>
            <span className="gateway-rate">{formatRate(perSecond)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

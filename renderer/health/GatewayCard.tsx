import { formatRate } from "../ui/format.ts";
import type { GatewayRow } from "./gateway.ts";
import { GatewayState } from "./GatewayState.tsx";
import { useGateway } from "./use-gateway.ts";

/** The container that publishes the stack's ports and spreads what comes over the replicas. */
export function GatewayCard() {
  const view = useGateway();
  if (view === undefined) return null;
  return (
    <section className="panel-card" aria-label="Gateway">
      <header className="panel-head">
        <h2>Gateway</h2>
        <GatewayState state={view.state} />
      </header>
      {view.state === "stopped" || view.state === "missing" ? (
        <p className="gateway-next small muted">
          Published ports do not answer until it runs again. Self-healing brings it back.
        </p>
      ) : null}
      <ul className="gateway-rows">
        {view.rows.map((row) => (
          <Row key={row.service} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row: { service, ports, perSecond, errors, taking } }: { row: GatewayRow }) {
  return (
    <li className="gateway-row">
      <span className="cut">
        {service} <span className="muted">on port {ports.join(", ")}</span>
      </span>
      <span className="small muted">
        {errors === undefined || errors === 0 ? null : (
          <span className="gateway-errors" title="Answers 5xx, connections that failed or broke off">
            {formatRate(errors)} fail
          </span>
        )}
        {taking === undefined ? null : `${taking.now} of ${taking.of} take requests`}
      </span>
      <span className="gateway-rate" title="Requests a second now; connections where the port is plain TCP">
        {formatRate(perSecond)}
      </span>
    </li>
  );
}

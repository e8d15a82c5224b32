import { GatewayState } from "../health/GatewayState.tsx";
import { useGateway } from "../health/use-gateway.ts";
import { useUi } from "../state/ui-store.ts";
import { formatRate } from "../ui/format.ts";

/** The stack's gateway in one line; the health page says more. */
export function GatewayLine() {
  const view = useGateway();
  if (view === undefined) return null;
  return (
    <section className="facts facts-line" aria-label="Gateway">
      <button
        type="button"
        className="service-row"
        title="Publishes the stack's ports and spreads requests over the replicas. Shows the health page."
        onClick={() => useUi.setState({ view: "health" })}
      >
        <span className="cut">Gateway</span> <span className="small faint">{formatRate(view.perSecond)}</span>{" "}
        <GatewayState state={view.state} />
      </button>
    </section>
  );
}

import { useNextHealing } from "../state/selectors.ts";
import { useUi } from "../state/ui-store.ts";
import { HealingChip } from "../canvas/HealingChip.tsx";
import { Button } from "../ui/Button.tsx";
import { plural } from "../ui/format.ts";
import { useReplicaRows } from "./use-replica-rows.ts";

/** The replica in the worst trouble: what happened, the evidence, and where to go. Absent when all is well. */
export function TroubleCard() {
  const rows = useReplicaRows();
  const failing = rows.filter((row) => row.status === "failing" || row.status === "warning");
  const worst = failing[0];
  const healing = useNextHealing(worst?.service ?? "");
  if (worst === undefined) return null;
  const { replica, service, reason, status } = worst;
  return (
    <section className="panel-card trouble-card" aria-label="Trouble">
      <h2>
        {replica.name} {status === "failing" ? "is failing" : "needs a look"}
      </h2>
      <p className="muted selectable trouble-reason">{reason}</p>
      <p className="small faint">
        {[
          plural(replica.restarts, "restart"),
          replica.exitCode === undefined || replica.state === "running" ? undefined : `exit code ${replica.exitCode}`,
          failing.length > 1 ? `${failing.length - 1} more in trouble` : undefined,
        ]
          .filter((part) => part !== undefined)
          .join(", ")}
      </p>
      {healing === undefined ? null : <HealingChip healing={healing} />}
      <div className="trouble-actions">
        <Button size="small" onClick={() => useUi.setState({ view: "composer", selected: service })}>
          Show {service}
        </Button>
      </div>
    </section>
  );
}

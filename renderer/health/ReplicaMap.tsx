import { useUi } from "../state/ui-store.ts";
import { plural } from "../ui/format.ts";
import { countByStatus, type ReplicaRow } from "./replica-rows.ts";
import { useReplicaRows } from "./use-replica-rows.ts";

/** A square per replica in its colour; the table below says the same in words. */
export function ReplicaMap() {
  const rows = useReplicaRows().toSorted(
    (a, b) => a.service.localeCompare(b.service) || a.replica.number - b.replica.number,
  );
  return (
    <section className="panel-card" aria-label="Replica map">
      <header className="panel-head">
        <h2>{plural(rows.length, "replica")}</h2>
        <ul className="legend small muted">
          {countByStatus(rows).map(({ status, count }) => (
            <li key={status}>
              <span className={`legend-mark block-${status}`} />
              {count} {status}
            </li>
          ))}
        </ul>
      </header>
      {rows.length === 0 ? (
        <p className="small faint">Nothing of this stack is on the engine.</p>
      ) : (
        <div className="replica-map" aria-hidden="true">
          {rows.map((row) => (
            <MapCell key={row.replica.id} row={row} />
          ))}
        </div>
      )}
    </section>
  );
}

function MapCell({ row }: { row: ReplicaRow }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={row.replica.name}
      className={`map-cell block-${row.status}`}
      title={`${row.replica.name}: ${row.status}, ${row.reason}`}
      onClick={() => useUi.setState({ view: "composer", selected: row.known ? row.service : null })}
    />
  );
}

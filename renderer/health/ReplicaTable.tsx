import { memo } from "react";
import { formatBytes } from "../../shared/units.ts";
import { useApp } from "../state/store.ts";
import { useUi } from "../state/ui-store.ts";
import { useUsage } from "../state/usage-store.ts";
import { Age } from "../ui/Age.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatPercent, formatRate, UNKNOWN } from "../ui/format.ts";
import { StatusWord } from "../ui/StatusWord.tsx";
import { replicaTone } from "../ui/tones.ts";
import type { ReplicaRow } from "./replica-rows.ts";
import { useReplicaReason } from "./use-gateway.ts";
import { useReplicaRows } from "./use-replica-rows.ts";
import "./replica-table.css";

const SHOWN = 300;

/** Every replica of the stack, trouble first. */
export function ReplicaTable() {
  const rows = useReplicaRows();
  if (rows.length === 0) {
    return <EmptyState title="No replica runs">Apply starts what the file asks for.</EmptyState>;
  }
  return (
    <div className="replica-table-box">
      <table className="replica-table" aria-label="Replicas of the stack">
        <thead>
          <tr>
            <th scope="col">Replica</th>
            <th scope="col">State</th>
            <th scope="col">Reason</th>
            <th scope="col">CPU</th>
            <th scope="col">Memory</th>
            <th scope="col">Requests</th>
            <th scope="col">Restarts</th>
            <th scope="col">Changed</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <Row key={row.replica.id} row={row} />
          ))}
        </tbody>
        {rows.length > SHOWN ? (
          <caption className="small faint">{rows.length - SHOWN} more, all in less trouble than these</caption>
        ) : null}
      </table>
    </div>
  );
}

const Row = memo(function Row({ row }: { row: ReplicaRow }) {
  const { replica, service, known, status, changedAt } = row;
  const reason = useReplicaReason(row);
  const fresh = useApp((state) => state.connection.state === "live");
  const usage = useUsage((history) => history.byReplica[replica.id]);
  const limit = replica.memoryLimit === undefined ? "" : ` / ${formatBytes(replica.memoryLimit)}`;
  return (
    <tr data-replica={replica.name} data-status={status}>
      <th scope="row">
        {known ? (
          <button
            type="button"
            className="row-link cut"
            title={`Show ${service} on the canvas`}
            onClick={() => useUi.setState({ view: "composer", selected: service })}
          >
            {replica.name}
          </button>
        ) : (
          <span className="cut" title="The file has no such service any more">
            {replica.name}
          </span>
        )}
      </th>
      <td>
        <StatusWord tone={replicaTone[status]}>{status}</StatusWord>
      </td>
      <td className="cut row-reason" title={reason}>
        {known ? reason : `${reason}; not in the file any more`}
      </td>
      <td>{formatPercent(usage?.cpu)}</td>
      <td>
        {usage === undefined ? UNKNOWN : formatBytes(usage.memory)}
        <span className="faint row-limit">{limit}</span>
      </td>
      <td>{formatRate(fresh ? usage?.requests : undefined)}</td>
      <td>{replica.restarts}</td>
      <td>
        <Age since={changedAt} suffix=" ago" />
      </td>
    </tr>
  );
}, sameRow);

function sameRow(a: { row: ReplicaRow }, b: { row: ReplicaRow }): boolean {
  return a.row.replica === b.row.replica && a.row.status === b.row.status && a.row.known === b.row.known;
}

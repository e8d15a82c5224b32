import { memo } from "react";
import type { ReplicaStatus } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import { formatBytes } from "../../shared/units.ts";
import { useApp } from "../state/store.ts";
import { useUsage } from "../state/usage-store.ts";
import { useReplicaReason } from "../health/use-gateway.ts";
import { HealingChip } from "../canvas/HealingChip.tsx";
import { Age } from "../ui/Age.tsx";
import { formatPercent, plural, UNKNOWN } from "../ui/format.ts";
import { StatusWord } from "../ui/StatusWord.tsx";
import { replicaTone } from "../ui/tones.ts";

interface Props {
  replica: Replica;
  status: ReplicaStatus;
  reason: string;
}

/** One replica with what there is to know about it. */
export const ReplicaItem = memo(function ReplicaItem({ replica, status, reason }: Props) {
  const usage = useUsage((history) => history.byReplica[replica.id]);
  const why = useReplicaReason({ replica, status, reason });
  const healing = useApp((state) =>
    state.healing.find((one) => one.replica === replica.name || one.replica === replica.id),
  );
  const ended = replica.state === "exited" || replica.state === "dead";
  const since = (ended ? replica.finishedAt : replica.startedAt) ?? replica.createdAt;
  return (
    <li className="replica-item" data-replica={replica.name} data-status={status}>
      <div className="replica-item-head">
        <span className="cut mono" title={replica.name}>
          {replica.name}
        </span>
        <StatusWord tone={replicaTone[status]}>{status}</StatusWord>
      </div>
      <p className="small muted selectable">{why}</p>
      {healing === undefined ? null : <HealingChip healing={healing} />}
      <p className="small faint replica-item-numbers">
        <span>{formatPercent(usage?.cpu)}</span>
        <span>{usage === undefined ? UNKNOWN : formatBytes(usage.memory)}</span>
        <span>{plural(replica.restarts, "restart")}</span>
        {replica.exitCode === undefined || !ended ? null : <span>exit {replica.exitCode}</span>}
        <span>
          {ended ? "ended " : "up "}
          <Age since={since} suffix={ended ? " ago" : ""} />
        </span>
      </p>
    </li>
  );
});

import type { AppliedView } from "../../shared/contract.ts";
import { isJob, replicaStatus, type ReplicaStatus } from "../../shared/health.ts";
import type { Replica } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { isWanted } from "../state/wanted.ts";
import type { ReplicasByService } from "../state/group-replicas.ts";

export interface ReplicaRow {
  replica: Replica;
  service: string;
  /** False for a replica of a service that the file does not have any more. */
  known: boolean;
  status: ReplicaStatus;
  reason: string;
  changedAt: number;
}

const trouble: Record<ReplicaStatus, number> = {
  failing: 0,
  warning: 1,
  starting: 2,
  stopped: 3,
  ready: 4,
  completed: 5,
};

/** Every replica of the stack, the ones in trouble first. */
export function replicaRows(
  project: Project | undefined,
  byService: ReplicasByService,
  applied: Pick<AppliedView, "wanted" | "replicas"> | null,
): ReplicaRow[] {
  const rows = Object.entries(byService).flatMap(([name, replicas]) => {
    const service = project?.services[name];
    return replicas.map((replica) => ({
      replica,
      service: name,
      known: service !== undefined,
      ...replicaStatus(replica, service !== undefined && isJob(service), isWanted(applied, name)),
      changedAt: changedAt(replica),
    }));
  });
  return rows.sort(
    (a, b) =>
      trouble[a.status] - trouble[b.status] ||
      a.service.localeCompare(b.service) ||
      a.replica.number - b.replica.number ||
      a.replica.id.localeCompare(b.replica.id),
  );
}

function changedAt(replica: Replica): number {
  return Math.max(
    replica.createdAt,
    replica.startedAt ?? 0,
    replica.state === "running" ? 0 : (replica.finishedAt ?? 0),
  );
}

/** How many replicas are in each state, in the order of trouble, for legends. */
export function countByStatus(rows: readonly ReplicaRow[]): Array<{ status: ReplicaStatus; count: number }> {
  const order: ReplicaStatus[] = ["ready", "completed", "starting", "warning", "failing", "stopped"];
  return order
    .map((status) => ({ status, count: rows.filter((row) => row.status === status).length }))
    .filter(({ count }) => count > 0);
}

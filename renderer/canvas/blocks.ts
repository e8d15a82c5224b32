import type { ReplicaStatus, ServiceHealth } from "../../shared/health.ts";

export type BlockStatus = ReplicaStatus | "absent";

export interface Block {
  key: string;
  status: BlockStatus;
  /** In the way of a number that a slider is being moved to. */
  leaving: boolean;
  title: string;
}

export type Blocks =
  | { kind: "blocks"; rows: Block[][] }
  | { kind: "bar"; segments: Array<{ status: BlockStatus; count: number }> };

const MOST_BLOCKS = 40;
const ONE_ROW = 14;

const order: readonly BlockStatus[] = ["ready", "completed", "starting", "warning", "failing", "stopped", "absent"];

/**
 * The replicas of a service as small blocks: what is there in its colour, what is wanted but absent dashed. Too many to
 * tell apart become a bar of proportions.
 */
export function blocksOf(health: ServiceHealth, draft: number | undefined): Blocks {
  const wanted = draft ?? health.desired;
  const present: Block[] = health.replicas.map(({ replica, status, reason }, index) => ({
    key: replica.id,
    status,
    leaving: draft !== undefined && index >= draft,
    title: `${replica.name}: ${status}, ${reason}`,
  }));
  const absent: Block[] = Array.from({ length: Math.max(0, wanted - present.length) }, (_, index) => ({
    key: `absent ${index}`,
    status: "absent",
    leaving: false,
    title: "wanted, not there",
  }));
  const all = [...present, ...absent];
  if (all.length > MOST_BLOCKS) {
    const segments = order.map((status) => ({ status, count: all.filter((block) => block.status === status).length }));
    return { kind: "bar", segments: segments.filter((segment) => segment.count > 0) };
  }
  if (all.length <= ONE_ROW) return { kind: "blocks", rows: [all] };
  const half = Math.ceil(all.length / 2);
  return { kind: "blocks", rows: [all.slice(0, half), all.slice(half)] };
}

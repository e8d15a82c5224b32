import type { Replica } from "../../shared/observed.ts";

export type ReplicasByService = Readonly<Record<string, readonly Replica[]>>;

/**
 * Replicas of one stack by service, in a stable order. Arrays with the same members as before are kept, so that an
 * event of one replica re-renders one card.
 */
export function groupByService(
  before: ReplicasByService,
  replicas: Readonly<Record<string, Replica>>,
  stack: string | undefined,
): ReplicasByService {
  const groups: Record<string, Replica[]> = {};
  if (stack !== undefined) {
    for (const replica of Object.values(replicas)) {
      // The gateway is no replica of a service.
      if (replica.stack === stack && replica.service !== undefined && replica.role === undefined)
        (groups[replica.service] ??= []).push(replica);
    }
  }
  const names = Object.keys(groups);
  let same = names.length === Object.keys(before).length;
  const result: Record<string, readonly Replica[]> = {};
  for (const name of names) {
    const sorted = (groups[name] ?? []).toSorted((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
    const old = before[name];
    const kept = old !== undefined && sameMembers(old, sorted);
    result[name] = kept ? old : sorted;
    if (!kept) same = false;
  }
  return same ? before : result;
}

function sameMembers(a: readonly Replica[], b: readonly Replica[]): boolean {
  return a.length === b.length && a.every((replica, index) => replica === b[index]);
}

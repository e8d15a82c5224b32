import { useMemo } from "react";
import { useProject } from "../state/selectors.ts";
import { useApp } from "../state/store.ts";
import { replicaRows, type ReplicaRow } from "./replica-rows.ts";

export function useReplicaRows(): ReplicaRow[] {
  const project = useProject();
  const byService = useApp((state) => state.byService);
  const applied = useApp((state) => state.applied);
  return useMemo(() => replicaRows(project, byService, applied), [project, byService, applied]);
}

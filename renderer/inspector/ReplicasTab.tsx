import type { ServiceHealth } from "../../shared/health.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ReplicaItem } from "./ReplicaItem.tsx";

export function ReplicasTab({ health }: { health: ServiceHealth }) {
  if (health.replicas.length === 0) {
    return (
      <EmptyState title="No replica">
        {health.desired === 0 ? "The file asks for none." : "None is there. Apply makes what the file asks for."}
      </EmptyState>
    );
  }
  return (
    <ul className="replica-items" aria-label="Replicas">
      {health.replicas.map((entry) => (
        <ReplicaItem key={entry.replica.id} {...entry} />
      ))}
    </ul>
  );
}

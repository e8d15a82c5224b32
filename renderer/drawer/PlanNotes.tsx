import { TriangleAlert } from "lucide-react";
import type { PlanNote } from "../../shared/plan.ts";

/** What to know before Apply; a blocker means that Apply is refused. */
export function PlanNotes({ notes }: { notes: readonly PlanNote[] }) {
  if (notes.length === 0) return null;
  const sorted = notes.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul className="plan-notes" aria-label="Before Apply">
      {sorted.map((note) => (
        <li key={`${note.code} ${note.message} ${note.place ?? ""}`} className={`note note-${note.severity}`}>
          <TriangleAlert className="icon icon-small" aria-hidden="true" />
          <div className="selectable">
            <strong>{note.severity === "blocker" ? "Blocked: " : "Note: "}</strong>
            {note.message}
            {note.hint === undefined ? null : <span className="muted"> {note.hint}</span>}
            {note.place === undefined ? null : <span className="mono small faint"> {note.place}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}

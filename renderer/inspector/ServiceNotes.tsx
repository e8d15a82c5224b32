import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useApp } from "../state/store.ts";

/** What the plan says about this service: a blocker, or a key that does less than it seems. */
export function ServiceNotes({ name }: { name: string }) {
  const notes = useApp((state) => state.plan?.notes);
  const mine = useMemo(
    () => (notes ?? []).filter((note) => note.path?.[0] === "services" && note.path[1] === name),
    [notes, name],
  );
  if (mine.length === 0) return null;
  return (
    <ul className="service-notes">
      {mine.map((note) => (
        <li key={`${note.code} ${note.message}`} className={`note note-${note.severity}`}>
          <TriangleAlert className="icon icon-small" aria-label={note.severity} />
          <div>
            {note.message}
            {note.hint === undefined ? null : <span className="faint"> {note.hint}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}

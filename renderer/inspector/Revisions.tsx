import { useState } from "react";
import { engineOff } from "../frame/apply-off.ts";
import { useApp } from "../state/store.ts";
import { useUi } from "../state/ui-store.ts";
import { Age } from "../ui/Age.tsx";
import { Button } from "../ui/Button.tsx";
import { revisionRows, type RevisionRow } from "./revision-rows.ts";
import { RollBackDialog } from "./RollBackDialog.tsx";
import { useRevisions } from "./use-revisions.ts";
import "./revisions.css";

/** The states that were applied and that the engine keeps, each one press away. */
export function Revisions() {
  const { list, failure } = useRevisions();
  const [asked, setAsked] = useState<number | undefined>(undefined);
  if (list === undefined && failure === undefined) return null;
  const rows = revisionRows(list ?? []);
  return (
    <section className="facts">
      <div className="facts-head">
        <h3 id="revisions">Revisions</h3>
        <span className="small faint">the newest ten are kept</span>
      </div>
      {failure === undefined ? null : <p className="small muted">They cannot be read: {failure}</p>}
      {rows.length === 0 ? <p className="small faint">None yet: Apply makes the first.</p> : null}
      <ol aria-labelledby="revisions">
        {rows.map((row) => (
          <Revision key={row.revision} row={row} onRollBack={() => setAsked(row.revision)} />
        ))}
      </ol>
      {asked === undefined ? null : <RollBackDialog revision={asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

function Revision({ row, onRollBack }: { row: RevisionRow; onRollBack: () => void }) {
  const off = useApp(engineOff);
  const busy = useUi((state) => state.busy);
  return (
    <li className="revision" data-revision={row.revision}>
      <div className="revision-head">
        <span>
          <strong>r{row.revision}</strong>{" "}
          <span className="small faint">
            <Age since={row.at} suffix=" ago" />
          </span>
        </span>
        {row.now ? (
          <span className="small faint">applied now</span>
        ) : (
          <Button
            size="small"
            off={busy ? "" : off}
            aria-label={`Roll back to revision ${row.revision}`}
            onClick={onRollBack}
          >
            Roll back to this
          </Button>
        )}
      </div>
      <p className="small muted">{row.cause}</p>
      <ul className="revision-lines small selectable">
        {row.changes.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {row.images.map((line) => (
          <li key={line} className="mono faint">
            {line}
          </li>
        ))}
      </ul>
    </li>
  );
}

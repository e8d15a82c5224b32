import { useEffect, useState } from "react";
import type { Output } from "../../shared/contract.ts";
import { toWire, type WireError } from "../../shared/errors.ts";
import { PlanLines } from "../drawer/PlanLines.tsx";
import { PlanNotes } from "../drawer/PlanNotes.tsx";
import { call } from "../state/bridge.ts";
import { blockersOf, countChanges } from "../state/plan-flow.ts";
import { undoTo } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Failure } from "../ui/Failure.tsx";
import { plural } from "../ui/format.ts";

/** What rolling back would do, and the question whether it shall be done. */
export function RollBackDialog({ revision, onClose }: { revision: number; onClose: () => void }) {
  const name = useApp((state) => state.stack?.name ?? "");
  const [shown, setShown] = useState<Output<"rollout.preview"> | undefined>(undefined);
  const [failure, setFailure] = useState<WireError | undefined>(undefined);
  useEffect(() => {
    call("rollout.preview", { revision }).then(setShown, (thrown: unknown) => setFailure(toWire(thrown)));
  }, [revision]);
  const plan = shown?.plan;
  const ready = plan !== undefined && plan.lines.length > 0 && blockersOf(plan).length === 0;
  const rollBack = () => {
    if (plan === undefined) return;
    onClose();
    void undoTo(revision, plan.hash);
  };
  return (
    <Dialog title={`Roll ${name} back to revision ${revision}`} className="dialog-wide" onClose={onClose}>
      {failure === undefined ? null : <Failure error={failure} />}
      {plan === undefined && failure === undefined ? <p className="muted">Looking at what is there.</p> : null}
      {plan === undefined ? null : (
        <>
          <p className="muted">
            {plan.lines.length === 0 && blockersOf(plan).length === 0
              ? "Nothing to do: everything is as in this revision already."
              : `${plural(countChanges(plan), "change")}. It becomes a new revision.`}
          </p>
          <PlanNotes notes={plan.notes} />
          <div className="roll-back-plan">
            <PlanLines lines={plan.lines} />
          </div>
        </>
      )}
      <FileSays lines={shown?.fileSays ?? []} />
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep what runs</Button>
        <Button look="primary" off={ready ? undefined : ""} onClick={rollBack}>
          Roll back
        </Button>
      </div>
    </Dialog>
  );
}

function FileSays({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="small">
      <p className="muted">The file is not changed. It says otherwise, and the next Apply goes back to it:</p>
      <ul className="revision-lines selectable" aria-label="What the file says otherwise">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

import { planOff } from "../frame/apply-off.ts";
import { applyWish } from "../state/requests.ts";
import { countChanges } from "../state/plan-flow.ts";
import { useApp } from "../state/store.ts";
import { useUi, type Preview } from "../state/ui-store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { plural } from "../ui/format.ts";
import { PlanLines } from "./PlanLines.tsx";
import { PlanNotes } from "./PlanNotes.tsx";

/** What Apply would do, or the plan that was asked for. */
export function PlanPanel() {
  const preview = useUi((state) => state.preview);
  const standing = useApp((state) => state.plan);
  const why = useApp(planOff);
  const plan = preview?.plan ?? standing;
  if (plan === null) {
    return <EmptyState title="No plan yet">{why ?? "It is being made."}</EmptyState>;
  }
  return (
    <div className="plan-panel">
      {preview === null ? null : <PreviewHead preview={preview} />}
      <PlanNotes notes={plan.notes} />
      {plan.lines.length === 0 ? <NothingToDo want={preview?.want ?? "running"} /> : <PlanLines lines={plan.lines} />}
    </div>
  );
}

const wishes = {
  running: { title: "Apply", act: "Apply this plan", nothing: "The engine already runs what the file says." },
  stopped: { title: "Stop", act: "Stop now", nothing: "Nothing of this stack runs." },
  absent: { title: "Remove", act: "Remove now", nothing: "Nothing of this stack is on the engine." },
};

function NothingToDo({ want }: { want: Preview["want"] }) {
  return <p className="plan-nothing muted">Nothing to do. {wishes[want].nothing}</p>;
}

function PreviewHead({ preview }: { preview: Preview }) {
  const { want, plan, reason } = preview;
  const words = wishes[want];
  const dismiss = () => useUi.setState({ preview: null });
  return (
    <output className="plan-head">
      <span>
        <strong>
          {words.title} {plan.stack}: {plural(countChanges(plan), "change")}.
        </strong>{" "}
        <span className="muted">{reason}</span>
      </span>
      <span className="plan-head-actions">
        {plan.lines.length === 0 || (want === "running" && reason === undefined) ? null : (
          <Button size="small" look="primary" onClick={() => void applyWish(want, { shown: plan })}>
            {words.act}
          </Button>
        )}
        <Button size="small" look="quiet" onClick={dismiss}>
          Put away
        </Button>
      </span>
    </output>
  );
}

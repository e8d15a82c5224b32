import { useEffect, useState } from "react";
import type { PlanView } from "../../shared/plan.ts";
import { call } from "../state/bridge.ts";
import { countChanges } from "../state/plan-flow.ts";
import { applyWish, attempt } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { useUi } from "../state/ui-store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { plural } from "../ui/format.ts";

const close = () => useUi.setState({ removing: false });

/** Taking the stack off the engine. Volumes hold what cannot be made again, so losing them is a choice of its own. */
export function RemoveDialog() {
  const name = useApp((state) => state.stack?.name ?? "");
  const [volumesToo, setVolumesToo] = useState(false);
  const [plans, setPlans] = useState<{ keep: PlanView; all: PlanView } | undefined>(undefined);
  useEffect(() => {
    void attempt(async () => {
      const keep = await call("plan.preview", { want: "absent" });
      const all = await call("plan.preview", { want: "absent", removeVolumes: true });
      setPlans({ keep, all });
    });
  }, []);
  const plan = volumesToo ? plans?.all : plans?.keep;
  const volumes = plans?.all.lines.filter((line) => line.kind === "volume" && line.verb === "remove") ?? [];
  const remove = () => {
    if (plan === undefined) return;
    close();
    void applyWish("absent", { removeVolumes: volumesToo, shown: plan });
  };
  return (
    <Dialog title={`Remove ${name} from the engine`} onClose={close}>
      <p className="muted">
        The stack's containers and networks are removed. The file stays as it is: Apply makes everything again.
      </p>
      <p>
        {plan === undefined ? "Looking at what is there." : `${plural(countChanges(plan), "thing")} will be removed.`}
      </p>
      {volumes.length === 0 ? null : (
        <div>
          <label className="check">
            <input type="checkbox" checked={volumesToo} onChange={(event) => setVolumesToo(event.target.checked)} />
            Remove {plural(volumes.length, "volume")} and the data in {volumes.length === 1 ? "it" : "them"}, for good
          </label>
          <ul className="volume-list mono small muted" aria-label="Volumes that would be lost">
            {volumes.map((line) => (
              <li key={line.id} className="cut">
                {line.name}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="dialog-actions">
        <Button onClick={close}>Keep it</Button>
        <Button look="danger" off={plan === undefined || plan.lines.length === 0 ? "" : undefined} onClick={remove}>
          {volumesToo ? "Remove with data" : "Remove"}
        </Button>
      </div>
    </Dialog>
  );
}

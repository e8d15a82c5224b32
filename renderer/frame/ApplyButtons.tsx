import { ChevronDown } from "lucide-react";
import { actionById, perform } from "../actions/registry.ts";
import { countChanges } from "../state/plan-flow.ts";
import { useApp } from "../state/store.ts";
import { showDrawer, useUi } from "../state/ui-store.ts";
import { Button } from "../ui/Button.tsx";
import { plural } from "../ui/format.ts";
import { Menu, MenuItem } from "../ui/Menu.tsx";
import { applyOff, engineOff, planOff, stopOff } from "./apply-off.ts";

const apply = actionById("apply");
const plan = actionById("plan");
const stop = actionById("stop");
const remove = actionById("remove");

/** Pending changes and what can be done about them. */
export function ApplyButtons() {
  const hasStack = useApp((state) => state.stack !== null);
  const busy = useUi((state) => state.busy);
  const whyNotApply = useApp(applyOff);
  const whyNotPlan = useApp(planOff);
  const whyNotRemove = useApp(engineOff);
  const whyNotStop = useApp(stopOff);
  if (!hasStack) return null;
  const wait = busy ? "" : undefined;
  return (
    <div className="apply-buttons">
      <Changes />
      <Button off={wait ?? whyNotPlan} onClick={() => perform(plan)}>
        Plan
      </Button>
      <Button look="primary" off={wait ?? whyNotApply} onClick={() => perform(apply)}>
        Apply
      </Button>
      <span className="split">
        <Button off={wait ?? whyNotStop} onClick={() => perform(stop)}>
          Stop
        </Button>
        <Menu
          align="end"
          trigger={
            <button type="button" className="button split-more" aria-label="More ways to stop">
              <ChevronDown className="icon icon-small" />
            </button>
          }
        >
          <MenuItem
            danger
            disabled={whyNotRemove !== undefined}
            detail="Containers and networks go; volumes stay unless you say so"
            onSelect={() => perform(remove)}
          >
            {remove.title}
          </MenuItem>
        </Menu>
      </span>
    </div>
  );
}

function Changes() {
  const count = useApp((state) => (state.plan === null ? undefined : countChanges(state.plan)));
  const blocked = useApp((state) => state.plan?.notes.some((note) => note.severity === "blocker") === true);
  if (count === undefined) return null;
  const words = blocked ? "blocked" : count === 0 ? "up to date" : plural(count, "change");
  return (
    <button type="button" className="changes" data-testid="changes" onClick={() => showDrawer("plan")}>
      {words}
    </button>
  );
}

import { memo } from "react";
import { signOf, type PlanLine } from "../../shared/plan.ts";
import { classes } from "../ui/classes.ts";

const signNames: Record<string, string> = {
  "+": "adds",
  "~": "changes",
  "-": "takes away",
  ">": "starts",
  ".": "waits",
  "*": "keeps a record",
};

const signTones: Record<string, string> = { "+": "ok", "~": "warn", "-": "bad", ">": "busy" };

/** A plan as sentence and cause, one operation a line. */
export const PlanLines = memo(function PlanLines({ lines }: { lines: readonly PlanLine[] }) {
  return (
    <ol className="plan-lines mono" aria-label="Planned changes">
      {lines.map((line) => {
        const sign = signOf(line.verb);
        const tone = signTones[sign];
        return (
          <li key={line.id} className="plan-line selectable">
            <span className={classes("plan-sign", tone !== undefined && `sign-${tone}`)} title={signNames[sign]}>
              {sign}
            </span>
            <span className="plan-verb">{line.verb}</span>
            <span className="plan-what cut" title={`${line.kind} ${line.name}`}>
              {line.kind === "replica" ? line.name : `${line.kind} ${line.name}`}
            </span>
            <span className="plan-cause cut" title={line.cause}>
              {line.cause}
            </span>
          </li>
        );
      })}
    </ol>
  );
});

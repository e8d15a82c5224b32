import type { ReactNode } from "react";
import type { Fact } from "./facts.ts";

interface Props {
  title: string;
  facts: readonly Fact[];
  aside?: ReactNode;
  /** Shown when there is none; without it the whole list is left out then. */
  none?: string;
}

/** A titled list of pairs. Values are text of the user's file: shown as they are, never as markup. */
export function FactList({ title, facts, aside, none }: Props) {
  if (facts.length === 0 && none === undefined) return null;
  return (
    <section className="facts">
      <div className="facts-head">
        <h3>{title}</h3>
        {aside}
      </div>
      {facts.length === 0 ? <p className="small faint">{none}</p> : null}
      <dl>
        {facts.map(({ name, value }) => (
          <div key={`${name} ${value}`} className="fact">
            <dt className="cut" title={name}>
              {name}
            </dt>
            <dd className="mono cut selectable" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

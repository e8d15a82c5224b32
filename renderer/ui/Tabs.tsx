import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import "./tabs.css";

export interface TabSpec<Id extends string> {
  id: Id;
  label: string;
  /** A number or word beside the label. */
  badge?: string | undefined;
  tone?: "bad" | "warn" | "busy" | "plain";
  content: ReactNode;
}

interface Props<Id extends string> {
  label: string;
  value: Id;
  onChange: (id: Id) => void;
  tabs: ReadonlyArray<TabSpec<Id>>;
  /** Stands at the right end of the row of tabs. */
  aside?: ReactNode;
  className?: string;
}

export function Tabs<Id extends string>({ label, value, onChange, tabs, aside, className }: Props<Id>) {
  return (
    <Radix.Root className={classes("tabs", className)} value={value} onValueChange={(next) => onChange(next as Id)}>
      <div className="tabs-bar">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.id} value={tab.id} className="tab">
              {tab.label}
              {tab.badge === undefined ? null : (
                <span className={`tab-badge tab-${tab.tone ?? "plain"}`}>{tab.badge}</span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="tab-content">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

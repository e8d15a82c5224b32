import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import "./pill.css";

export type Tone = "ok" | "busy" | "warn" | "bad" | "accent" | "off" | "plain";

export function Pill({ tone = "plain", children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={classes("pill", `pill-${tone}`)} title={title}>
      {children}
    </span>
  );
}

export function Dot({ tone }: { tone: Tone }) {
  return <span className={`dot dot-${tone}`} aria-hidden="true" />;
}

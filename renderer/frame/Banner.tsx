import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import "./banner.css";

/** A line over the canvas that says why it may not be true. */
export function Banner({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <output className="banner">
      <TriangleAlert className="icon" aria-hidden="true" />
      <div className="banner-text">
        <strong>{title}</strong>
        {children === undefined ? null : <span className="muted"> {children}</span>}
      </div>
      {action}
    </output>
  );
}

import type { ReactNode } from "react";
import "./empty-state.css";

interface Props {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** What stands where there is nothing to show: what that means and what to do. */
export function EmptyState({ icon, title, children, actions }: Props) {
  return (
    <div className="empty-state">
      {icon === undefined ? null : <div className="empty-icon">{icon}</div>}
      <h2>{title}</h2>
      {children === undefined ? null : <div className="empty-text">{children}</div>}
      {actions === undefined ? null : <div className="empty-actions">{actions}</div>}
    </div>
  );
}

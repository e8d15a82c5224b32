import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import "./menu.css";

interface MenuProps {
  trigger: ReactNode;
  align?: "start" | "end" | "center";
  side?: "bottom" | "right" | "top";
  children: ReactNode;
}

/** A menu under a button. Not modal: a modal one would inject a style element, which the page's policy forbids. */
export function Menu({ trigger, align = "start", side = "bottom", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} side={side} sideOffset={6} collisionPadding={8} loop>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  icon?: ReactNode;
  /** A second, quieter line. */
  detail?: string | undefined;
  /** Given for one of a set: whether it is the chosen one. */
  checked?: boolean;
  children: ReactNode;
}

export function MenuItem({ onSelect, danger = false, disabled = false, icon, detail, checked, children }: ItemProps) {
  return (
    <DropdownMenu.Item
      className={classes("menu-item", danger && "menu-danger")}
      disabled={disabled}
      onSelect={onSelect}
    >
      {icon === undefined ? null : <span className="menu-icon">{icon}</span>}
      <span className="menu-text">
        <span className="cut">{children}</span>
        {detail === undefined ? null : <span className="menu-detail cut">{detail}</span>}
      </span>
      {checked === true ? <Check className="icon icon-small menu-check" aria-label="chosen" /> : null}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}

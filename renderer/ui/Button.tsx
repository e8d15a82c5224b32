import type { ComponentProps, MouseEvent } from "react";
import { classes } from "./classes.ts";
import { Tooltip } from "./Tooltip.tsx";
import "./button.css";

interface Props extends Omit<ComponentProps<"button">, "disabled"> {
  look?: "primary" | "plain" | "quiet" | "danger";
  size?: "normal" | "small";
  /** Why it cannot be pressed now. It stays reachable, so that the reason can be read by everybody. */
  off?: string | undefined;
}

export function Button({ look = "plain", size = "normal", off, className, onClick, ...rest }: Props) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (off === undefined) onClick?.(event);
    else event.preventDefault();
  };
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={off !== undefined}
      className={classes("button", `button-${look}`, size === "small" && "button-small", className)}
      onClick={press}
    />
  );
  return off === undefined || off === "" ? button : <Tooltip text={off}>{button}</Tooltip>;
}

interface IconProps extends Omit<ComponentProps<"button">, "aria-label"> {
  label: string;
  side?: "top" | "right" | "bottom" | "left";
}

export function IconButton({ label, side = "bottom", className, ...rest }: IconProps) {
  return (
    <Tooltip text={label} side={side}>
      <button type="button" aria-label={label} {...rest} className={classes("icon-button", className)} />
    </Tooltip>
  );
}

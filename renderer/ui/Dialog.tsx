import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from "react";
import { classes } from "./classes.ts";
import "./dialog.css";

interface Props {
  title: string;
  /** The title is for screen readers only. */
  bare?: boolean;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** The platform's own modal dialogue: it keeps the focus, closes on Escape and needs no style element. */
export function Dialog({ title, bare = false, className, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const pressBackdrop = (event: MouseEvent) => {
    if (event.target === element.current) onClose();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- Escape closes it by keyboard
    <dialog
      ref={element}
      className={classes("dialog", className)}
      aria-labelledby={heading}
      onClose={onClose}
      onMouseDown={pressBackdrop}
    >
      <div className="dialog-body">
        <h2 id={heading} className={bare ? "sr-only" : undefined}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

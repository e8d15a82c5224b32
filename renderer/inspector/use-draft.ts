import { useEffect, useRef, useState } from "react";

const SETTLE = 150;
const FORGET = 3000;

interface Draft<T> {
  value: T;
  sent: boolean;
}

/**
 * The value a control stands at before the file says so. Of several commits within a moment the last one is sent; the
 * draft goes when the file's value has arrived, or after a while when it never does.
 */
export function useDraft<T>(value: T, send: (next: T) => void) {
  const [draft, setDraft] = useState<Draft<T> | undefined>(undefined);
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (draft?.sent !== true) return undefined;
    const forget = window.setTimeout(() => setDraft(undefined), draft.value === value ? 0 : FORGET);
    return () => window.clearTimeout(forget);
  }, [draft, value]);

  const commit = (next: T) => {
    window.clearTimeout(timer.current);
    setDraft({ value: next, sent: false });
    timer.current = window.setTimeout(() => {
      setDraft({ value: next, sent: true });
      if (next !== value) latest.current(next);
    }, SETTLE);
  };
  return {
    shown: draft === undefined ? value : draft.value,
    change: (next: T) => setDraft({ value: next, sent: false }),
    commit,
  };
}

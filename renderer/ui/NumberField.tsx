import { useState, type KeyboardEvent } from "react";
import "./number-field.css";

interface Props {
  label: string;
  /** Empty text stands for "not set". */
  value: number | undefined;
  min: number;
  max: number;
  step: number;
  placeholder?: string;
  onCommit: (value: number) => void;
}

/** An exact number beside a slider. Enter or leaving the field commits, Escape takes back. */
export function NumberField({ label, value, min, max, step, placeholder, onCommit }: Props) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const commit = (text: string | undefined) => {
    setTyped(undefined);
    const number = Number((text ?? "").replace(",", "."));
    if (text === undefined || text.trim() === "" || !Number.isFinite(number)) return;
    const bounded = Math.min(max, Math.max(min, number));
    if (bounded !== value) onCommit(bounded);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") commit(typed);
    if (event.key === "Escape") setTyped(undefined);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const from = typed === undefined ? (value ?? min) : Number(typed);
      const next = Math.round((from + (event.key === "ArrowUp" ? step : -step)) / step) * step;
      commit(String(Number(next.toFixed(6))));
    }
  };
  return (
    <input
      className="number-field"
      type="text"
      inputMode="decimal"
      aria-label={label}
      placeholder={placeholder}
      value={typed ?? value ?? ""}
      size={Math.max(2, String(typed ?? value ?? placeholder ?? "").length)}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => commit(typed)}
      onKeyDown={onKeyDown}
    />
  );
}

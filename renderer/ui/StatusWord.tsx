import { Dot, type Tone } from "./Pill.tsx";

/** A state as a dot and its word. */
export function StatusWord({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="status-word">
      <Dot tone={tone} />
      {children}
    </span>
  );
}

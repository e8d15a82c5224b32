import { useCallback } from "react";
import type { Healing } from "../../shared/contract.ts";
import { useClockText } from "../state/clock.ts";
import { Pill } from "../ui/Pill.tsx";
import { healingText, shortHealingText } from "./diagnosis.ts";

/** The countdown of self-healing. */
export function HealingChip({ healing, short = false }: { healing: Healing; short?: boolean }) {
  const words = short ? shortHealingText : healingText;
  const text = useClockText(useCallback((now: number) => words(healing, now), [words, healing]));
  return (
    <Pill tone="busy" title={`${healing.replica}: ${healing.reason}`}>
      {text}
    </Pill>
  );
}

import { memo } from "react";
import { sparkLines } from "./sparkline.ts";

interface Props {
  values: readonly (number | undefined)[];
  floor: number;
  colour: string;
}

const WIDTH = 42;
const HEIGHT = 12;

/** The last samples as a line; a quiet one while nothing is known. */
export const Sparkline = memo(function Sparkline({ values, floor, colour }: Props) {
  const lines = sparkLines(values, WIDTH, HEIGHT, floor);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" className="sparkline">
      {lines.length === 0 ? <path d={`M0 ${HEIGHT / 2}H${WIDTH}`} stroke="var(--line2)" /> : null}
      {lines.map((points) => (
        <polyline key={points} points={points} fill="none" stroke={colour} strokeWidth={1.4} strokeLinejoin="round" />
      ))}
    </svg>
  );
});

/** Room above the largest value, so that a flat line does not look like a full one. */
const HEADROOM = 1.4;

/**
 * SVG polyline points of a series, scaled to the box from oldest to newest. Gaps split the line. Values below `floor`
 * stay flat: noise around nothing is no news.
 */
export function sparkLines(
  values: readonly (number | undefined)[],
  width: number,
  height: number,
  floor: number,
): string[] {
  const top = Math.max(floor, ...values.map((value) => value ?? 0)) * HEADROOM;
  const step = width / Math.max(1, values.length - 1);
  const lines: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      lines.push([]);
      continue;
    }
    const x = index * step;
    const y = 1 + (1 - value / top) * (height - 2);
    lines.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  }
  return lines.filter((line) => line.length > 1).map((line) => line.join(" "));
}

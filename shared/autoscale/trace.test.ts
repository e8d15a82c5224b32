import { describe, expect, test } from "vitest";
import { settingsOf } from "./settings.ts";
import { cpu, play, spread } from "./testing.ts";

/**
 * A recorded trace against a table worked out by hand from the HorizontalPodAutoscaler's formula,
 * ceil(replicas × average / target), its assumptions, windows and policies. One line a round, every 15 s:
 * seconds | cpu of each replica in percent of its limit (`*` not ready, `-` no value, `5x40` five of 40) | asked for | replicas
 *
 * Target 50 %, 2 to 10 replicas, everything else as Kubernetes has it: tolerance 0.1; up at once, at most the larger of
 * 100 % and 4 pods in 15 s; down by the highest of 300 s.
 */
const table = `
   0 | 50 50                     |  2 |  2
  15 | 54 52                     |  2 |  2
  30 | 120 100                   |  5 |  5
  45 | 95 90 10* 10* -*          |  5 |  5
  60 | 80 76 60 64 -             |  6 |  6
  75 | 6x100                     | 12 | 10
  90 | 10x60                     | 12 | 10
 105 | 10x40                     |  8 | 10
 120 | 9x40 -                    |  9 | 10
 135 | 10x-                      |  - | 10
 150 | 10x40                     |  8 | 10
 165 | 10x40                     |  8 | 10
 180 | 10x40                     |  8 | 10
 195 | 10x40                     |  8 | 10
 210 | 10x40                     |  8 | 10
 225 | 10x40                     |  8 | 10
 240 | 10x40                     |  8 | 10
 255 | 10x40                     |  8 | 10
 270 | 10x40                     |  8 | 10
 285 | 10x40                     |  8 | 10
 300 | 10x40                     |  8 | 10
 315 | 10x40                     |  8 | 10
 330 | 10x40                     |  8 | 10
 345 | 10x40                     |  8 | 10
 360 | 10x40                     |  8 | 10
 375 | 10x40                     |  8 | 10
 390 | 10x40                     |  8 |  9
 405 | 9x44                      |  8 |  9
 420 | 9x44                      |  8 |  8
 435 | 8x54                      |  8 |  8
 450 | 8x46                      |  8 |  8
 465 | 8x10                      |  2 |  8
 480 | 7x10 -                    |  3 |  8
 750 | 8x10                      |  2 |  3
 765 | 3x27                      |  2 |  3
 780 | 3x4                       |  1 |  2
 795 | 2x4                       |  1 |  2
`;

/*
 * By hand:
 *  15  average 53, ratio 1.06: within the tolerance.
 *  30  average 110, ratio 2.2: 2 × 2.2 = 4.4. Allowed: the larger of 2 × 2 and 2 + 4.
 *  45  ready ones: 92.5, ratio 1.85, up; the three that start count as 0: 185 / 5 = 37, ratio 0.74, down: nothing.
 *  60  measured: 70, ratio 1.4, up; the missing one counts as 0: 280 / 5 = 56, ratio 1.12: 5 × 1.12 = 5.6.
 *  75  ratio 2: 12; at most 10.
 * 105  ratio 0.8: 8, but 12 was asked for within 300 s; the highest of the window, and at most 10.
 * 120  measured: 40, down; the missing one counts as 50: 410 / 10 = 41, ratio 0.82: 8.2.
 * 135  no value at all: nothing, and no recommendation.
 * 390  the last 12 is of second 90 and 300 s old; the highest left is the 9 of second 120.
 * 405  ratio 0.88: 9 × 0.88 = 7.92. Still the 9 of second 120.
 * 420  that 9 is 300 s old now: 8.
 * 435  ratio 1.08; 450 ratio 0.92: both within the tolerance.
 * 465  ratio 0.2: 1.6. 8 was asked for at second 450.
 * 480  measured: 10; the missing one counts as 50: 120 / 8 = 15, ratio 0.3: 2.4.
 * 750  the 8 of second 450 is 300 s old: the highest is the 3 of second 480. (Nothing was sampled in between.)
 * 765  ratio 0.54: 3 × 0.54 = 1.62; the 3 of second 480 still counts.
 * 780  it does not any more, and 2 is the highest; ratio 0.08: 0.24.
 * 795  ratio 0.08: 2 × 0.08 = 0.16; at least 2.
 */
describe("the recorded trace", () => {
  const rows = table
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const settings = settingsOf({ min: 2, max: 10, cpu: 50 });
  const decisions = play(
    2,
    rows.map(([at, use = ""]) => ({ at: Number(at), metrics: () => [cpu(spread(use))] })),
    settings,
  );

  test("gives the replicas that the formula gives by hand", () => {
    const came = decisions.map(({ wish, to }) => `${wish?.replicas ?? "-"} ${to}`);
    expect(came).toEqual(rows.map(([, , asked, replicas]) => `${asked} ${replicas}`));
  });

  test("has in each row as many samples as there are replicas then", () => {
    for (const [index, [, use = ""]] of rows.entries()) {
      expect(spread(use).split(" ")).toHaveLength(decisions[index]?.from ?? 0);
    }
  });

  test("goes up once and down once", () => {
    const steps = decisions.map(({ from, to }) => Math.sign(to - from)).filter((step) => step !== 0);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(new Set(steps)).toEqual(new Set([1, -1]));
  });
});

describe("a load that swings around the target", () => {
  /** The whole load in percent of one replica, 20 % up and 20 % down in turns for 20 minutes; replicas share it. */
  const swing = Array.from({ length: 80 }, (_, index) => ({
    at: index * 15,
    metrics: (now: number) => [cpu(spread(`${now}x${(index % 2 === 0 ? 300 : 200) / now}`))],
  }));
  const flips = (replicas: readonly number[]) =>
    replicas.filter((one, index) => index > 0 && one !== replicas[index - 1]).length;

  test("is answered once: 5 × 60 / 50 = 6 is the highest of every window", () => {
    const counts = play(5, swing, settingsOf({ min: 1, max: 20, cpu: 50 })).map(({ to }) => to);
    expect(counts).toEqual(Array(80).fill(6));
  });

  test("would flap without the window, so the window is what holds it", () => {
    const settings = settingsOf({
      min: 1,
      max: 20,
      cpu: 50,
      behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
    });
    expect(flips(play(5, swing, settings).map(({ to }) => to))).toBeGreaterThan(50);
  });
});

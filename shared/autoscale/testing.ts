import { decide, noHistory, type Decision } from "./decide.ts";
import type { MetricSamples, ReplicaSample, Settings } from "./types.ts";

/** Samples as a test writes them: `80 76* -` is one of 80, one of 76 that is not ready yet, one without a value. */
export function samplesOf(text: string): ReplicaSample[] {
  return text.split(" ").map((word) => {
    const notReady = word.endsWith("*") ? { notReady: true } : {};
    const value = word.replace("*", "");
    return value === "-" ? notReady : { value: Number(value), ...notReady };
  });
}

export function cpu(text: string, target = 50): MetricSamples {
  return { name: "cpu", target, samples: samplesOf(text) };
}

/** `2x60 -` stands for `60 60 -`. */
export function spread(text: string): string {
  return text.replaceAll(/(\d+)x(\S+)/g, (_, count: string, word: string) => Array(Number(count)).fill(word).join(" "));
}

/** Plays a trace, one round a row, beginning with `replicas`. */
export function play(
  replicas: number,
  rows: ReadonlyArray<{ at: number; metrics: (now: number) => MetricSamples[] }>,
  settings: Settings,
): Decision[] {
  let now = replicas;
  let history = noHistory;
  return rows.map(({ at, metrics }) => {
    const decision = decide(now, metrics(now), at * 1000, history, settings);
    ({ to: now, history } = decision);
    return decision;
  });
}

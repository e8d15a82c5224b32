import { formatBytes } from "../../../shared/units.ts";

/** One line of the engine's progress stream, of a pull or a build. */
export interface ProgressLine {
  id?: string;
  status?: string;
  stream?: string;
  error?: string;
  errorDetail?: { message?: string };
  progressDetail?: { current?: number; total?: number };
  aux?: { ID?: string };
}

/** Reads a progress stream line by line without keeping it; a big pull has tens of thousands of lines. */
export async function* readProgress(stream: AsyncIterable<Buffer | string>): AsyncIterable<ProgressLine> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as ProgressLine;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as ProgressLine;
}

/** Sums up a pull: `layer 3 of 5, 12 MB of 40 MB`. Answers the line when it changed. */
export function createPullSummary(): (line: ProgressLine) => string | undefined {
  const layers = new Map<string, { done: boolean; current: number; total: number }>();
  let last = "";
  return ({ id, status = "", progressDetail }) => {
    if (id === undefined || status.startsWith("Pulling from") || status === "") return undefined;
    const layer = layers.get(id) ?? { done: false, current: 0, total: 0 };
    if (status === "Downloading") {
      layer.current = progressDetail?.current ?? layer.current;
      layer.total = progressDetail?.total ?? layer.total;
    }
    if (status === "Download complete" || status === "Extracting" || status === "Pull complete")
      layer.current = layer.total;
    if (status === "Pull complete" || status === "Already exists") layer.done = true;
    layers.set(id, layer);
    const all = [...layers.values()];
    const sum = (pick: (one: { current: number; total: number }) => number) =>
      all.reduce((total, one) => total + pick(one), 0);
    const total = sum((one) => one.total);
    const bytes = total === 0 ? "" : `, ${formatBytes(sum((one) => one.current))} of ${formatBytes(total)}`;
    const text = `layer ${all.filter((one) => one.done).length} of ${all.length}${bytes}`;
    if (text === last) return undefined;
    last = text;
    return text;
  };
}

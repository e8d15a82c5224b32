/** Edits as values: each names what changes, and gives back the edit that undoes it byte for byte. */
import { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import type { Splice } from "./splice.ts";
import { applySplices } from "./splice.ts";

export type Edit =
  | { kind: "set-replicas"; service: string; replicas: number }
  /** `cpus` in cores, `memory` as a Compose byte size; null removes the limit, absence leaves it. */
  | { kind: "set-limits"; service: string; cpus?: number | null | undefined; memory?: string | null | undefined }
  /** Canvas positions in pixels, by service; services that are not named keep theirs. */
  | { kind: "set-layout"; positions: Record<string, [number, number]> }
  /** Exact changes of the text: what undo is made of. */
  | { kind: "text"; splices: Splice[] };

/**
 * Applies one edit to a stack file's text.
 *
 * @throws EditError when the edit would change something else too (an anchor), or the file is broken.
 */
export function applyEdit(text: string, edit: Edit): { text: string; inverse: Edit } {
  const result = applySplices(text, edit.kind === "text" ? edit.splices : splicesOf(text, edit));
  return { text: result.text, inverse: { kind: "text", splices: result.inverse } };
}

function splicesOf(text: string, edit: Exclude<Edit, { kind: "text" }>): Splice[] {
  const document = new EditDocument(text);
  if (edit.kind === "set-layout") return setLayout(document, edit.positions);
  if (!document.has(["services", edit.service])) {
    throw new EditError("no-such-service", `The file has no service "${edit.service}".`);
  }
  return edit.kind === "set-replicas" ? setReplicas(document, edit.service, edit.replicas) : setLimits(document, edit);
}

function setReplicas(document: EditDocument, service: string, replicas: number): Splice[] {
  if (!Number.isInteger(replicas) || replicas < 0)
    throw new EditError("bad-value", "Replicas are a whole number from 0.");
  const scale = ["services", service, "scale"];
  const deploy = ["services", service, "deploy", "replicas"];
  // When both stand there, Compose takes deploy.replicas only if scale is absent; both are kept in step.
  const places = [scale, deploy].filter((path) => document.has(path));
  return (places.length > 0 ? places : [deploy]).flatMap((path) => document.set(path, replicas));
}

function setLimits(document: EditDocument, edit: Extract<Edit, { kind: "set-limits" }>): Splice[] {
  const of = (...path: string[]): string[] => ["services", edit.service, ...path];
  const limits = of("deploy", "resources", "limits");
  const wanted: Array<[string, string, number | string | null | undefined]> = [
    ["cpus", "cpus", edit.cpus],
    ["mem_limit", "memory", edit.memory],
  ];
  const missing: Record<string, number | string> = {};
  const splices: Splice[] = [];
  for (const [short, long, value] of wanted) {
    if (value === undefined) continue;
    const places = [of(short), [...limits, long]].filter((path) => document.has(path));
    if (value === null) splices.push(...places.flatMap((path) => document.remove(path)));
    else if (places.length > 0) splices.push(...places.flatMap((path) => document.set(path, value)));
    else missing[long] = value;
  }
  if (Object.keys(missing).length === 0) return splices;
  if (!document.has(limits)) return [...splices, ...document.set(limits, missing)];
  return [...splices, ...Object.entries(missing).flatMap(([key, value]) => document.set([...limits, key], value))];
}

function setLayout(document: EditDocument, positions: Record<string, [number, number]>): Splice[] {
  const path = ["x-gantry", "layout"];
  const rounded = Object.entries(positions).map(([name, [x, y]]): [string, [number, number]] => [
    name,
    [Math.round(x), Math.round(y)],
  ]);
  if (rounded.length === 0) return [];
  if (document.keysOf(path).length === 0) return document.set(path, Object.fromEntries(rounded));
  return rounded.flatMap(([name, position]) => document.set([...path, name], position));
}

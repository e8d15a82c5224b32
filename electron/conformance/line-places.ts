/** Which lines of a file a value stands on, read with the parser alone: the editor's own idea of it is what is checked. */
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Document, Node, Pair } from "yaml";

export type Path = ReadonlyArray<string | number>;

export interface Place {
  /** Numbers of the lines, from 0; none for a value that is not there and changes no line when it comes. */
  lines: number[];
  /** How many keys at the end of the path are not there yet. */
  missing: number;
  /** Written inside brackets or braces, or into nothing, so that one more item changes a line. */
  tight: boolean;
}

export class LinePlaces {
  readonly lines: string[];
  private readonly document: Document;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.lines = linesOf(text);
    this.document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
  }

  /** The value at a path; undefined when there is none. */
  node(path: Path): Node | null | undefined {
    const found = this.document.getIn([...path], true);
    return found === undefined ? undefined : (found as Node | null);
  }

  has(path: Path): boolean {
    return this.document.hasIn([...path]);
  }

  keys(path: Path): string[] {
    const node = this.node(path);
    return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  }

  /** The index of a list's item that means a name: `- name`, `- name=value`, `- name:more` or `- source: name`. */
  indexOf(path: Path, name: string): number {
    const node = this.node(path);
    const meant = (item: unknown): string =>
      String(isScalar(item) ? item.value : isMap(item) ? item.get("source") : "");
    return isSeq(node)
      ? node.items.findIndex((item) => new RegExp(`^${name.replaceAll(/[^\w]/g, "\\$&")}([=:]|$)`).test(meant(item)))
      : -1;
  }

  size(path: Path): number {
    const node = this.node(path);
    return isCollection(node) ? node.items.length : 0;
  }

  place(path: Path): Place {
    let known = path.length;
    while (known > 0 && !this.has(path.slice(0, known))) known -= 1;
    const missing = path.length - known;
    const tight = this.isTight(path.slice(0, missing === 0 ? known - 1 : known));
    if (missing > 0 && !tight) return { lines: [], missing, tight };
    return { lines: this.linesAt(path.slice(0, known)), missing, tight };
  }

  /** Every anchored value: the lines it stands on. */
  anchored(): number[] {
    const found: number[] = [];
    visit(this.document, {
      Node: (_, node) => {
        if (!isAlias(node) && node.anchor !== undefined) found.push(...this.between(node.range?.[0] ?? 0, endOf(node)));
      },
    });
    return found;
  }

  /** How many lines copies of all that is shared could take at most. */
  copies(): number {
    let count = 0;
    visit(this.document, {
      Alias: (_, alias) => {
        count += sizeOf(alias.resolve(this.document)) + 1;
      },
    });
    return count;
  }

  private isTight(path: Path): boolean {
    if (isFlow(this.document.contents)) return true;
    if (path.some((_, index) => isFlow(this.node(path.slice(0, index + 1))))) return true;
    const node = this.node(path);
    return node === null || (isScalar(node) && node.value === null);
  }

  private linesAt(path: Path): number[] {
    if (path.length === 0) return isFlow(this.document.contents) ? [...this.lines.keys()] : [];
    const owner = path.length === 1 ? this.document.contents : this.node(path.slice(0, -1));
    const last = path.at(-1);
    const entry: unknown = isMap(owner)
      ? owner.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
      : isSeq(owner)
        ? owner.items[Number(last)]
        : undefined;
    const [start, end] = spanOf(entry);
    return this.between(start, end);
  }

  private between(start: number, end: number): number[] {
    const from = linesOf(this.text.slice(0, start) + "x").length - 1;
    const to = linesOf(this.text.slice(0, Math.max(start + 1, end))).length - 1;
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }
}

/** A line's break is no part of it, so that one more line after the last changes none. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function spanOf(entry: unknown): [number, number] {
  if (!isPair(entry)) return [(entry as Node | null)?.range?.[0] ?? 0, endOf(entry)];
  const { key } = entry as Pair<Node, Node | null>;
  return [key.range?.[0] ?? 0, Math.max(key.range?.[1] ?? 0, endOf(entry.value))];
}

/** Where the last character of a value stands; comments and blank lines below it are not its own. */
function endOf(node: unknown): number {
  if (isPair(node)) return Math.max(endOf(node.key), endOf(node.value));
  if (isCollection(node) && node.flow !== true) return Math.max(0, ...node.items.map(endOf));
  const { range, source } = (node ?? {}) as { range?: [number, number, number]; source?: string };
  const [start, end] = range ?? [0, 0];
  // A block of text ends with its last line, not with the line break behind it.
  return isScalar(node) && (node.type ?? "").startsWith("BLOCK")
    ? end - (/\n*$/.exec(source ?? "")?.[0].length ?? 0)
    : Math.max(start, end);
}

function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}

function sizeOf(node: unknown): number {
  if (isPair(node)) return sizeOf(node.value) + 1;
  return isCollection(node) ? node.items.reduce<number>((sum, item) => sum + sizeOf(item) + 1, 1) : 1;
}

/** Finds where an edit must happen and writes the smallest splice for it; the rest of the text is never printed anew. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Node, Pair, Scalar, YAMLMap } from "yaml";
import { EditError } from "./edit-error.ts";
import type { EditScalar, EditValue, Quote } from "./edit-print.ts";
import { printBlock, printFlow, printKey, printScalar } from "./edit-print.ts";
import type { Splice } from "./splice.ts";

type Entry = Pair<Node, Node | null>;
type Entries = YAMLMap<Node, Node | null>;

export class EditDocument {
  private readonly text: string;
  private readonly root: Node | null;
  private readonly newline: string;
  private readonly step: number;

  constructor(text: string) {
    this.text = text;
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
    const documents = parseAllDocuments(text, {
      schema: "failsafe",
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    const found = Array.isArray(documents) ? documents : [];
    if (found.some((document) => document.errors.length > 0))
      throw new EditError("broken", "The file is broken YAML; repair it first.");
    if (found.length > 1)
      throw new EditError("several-documents", "The file holds several YAML documents; edit it by hand.");
    this.root = found[0]?.contents ?? null;
    this.step = this.detectStep();
  }

  /** Whether a value stands at the path, own or merged in. */
  has(path: string[]): boolean {
    return this.find(path) !== undefined;
  }

  /** The plain data of one scalar, as text. */
  scalarAt(path: string[]): string | undefined {
    const node = this.find(path)?.value;
    return isScalar<string | null>(node) && node.value !== null ? node.value : undefined;
  }

  keysOf(path: string[]): string[] {
    const node = path.length === 0 ? this.root : this.find(path)?.value;
    return isMap(node) ? (node as Entries).items.map((pair) => keyText(pair)) : [];
  }

  /** Sets a value; missing maps on the way are made. */
  set(path: string[], value: EditValue): Splice[] {
    const known = this.deepest(path);
    if (known.rest.length === 0 && known.entry !== undefined) return this.replace(known.entry, value);
    const [key = "", ...below] = known.rest;
    const nested = below.reduceRight<EditValue>((inner, name) => ({ [name]: inner }), value);
    return this.insert(known, key, nested);
  }

  /** Removes an entry, and the maps above it that become empty. */
  remove(path: string[]): Splice[] {
    let target = path;
    while (target.length > 3 && this.keysOf(target.slice(0, -1)).length === 1) target = target.slice(0, -1);
    const owner = target.length === 1 ? this.root : this.find(target.slice(0, -1))?.value;
    const entry = this.find(target);
    if (entry === undefined || !isMap(owner)) return [];
    return (owner as Entries).flow === true ? [this.removeFlow(owner as Entries, entry)] : [this.removeBlock(entry)];
  }

  private removeFlow(owner: Entries, entry: Entry): Splice {
    const index = owner.items.indexOf(entry);
    const next = owner.items[index + 1];
    const before = owner.items[index - 1];
    const from = before === undefined ? startOf(entry.key) : this.endOf(before);
    const to = before === undefined && next !== undefined ? startOf(next.key) : this.endOf(entry);
    return this.cut(from, to);
  }

  private removeBlock(entry: Entry): Splice {
    const from = this.lineStart(startOf(entry.key));
    const prefix = this.text.slice(from, startOf(entry.key));
    const to = this.lineEndAfter(this.endOf(entry));
    if (prefix.trim() !== "")
      throw new EditError("first-of-item", "This value stands on the line of a list item; edit it by hand.");
    return this.cut(from, to);
  }

  private replace(entry: Entry, value: EditValue): Splice[] {
    const node = entry.value;
    if (isAlias(node)) throw new EditError("shared", `The value is shared through the alias *${node.source}.`);
    if (node === null || isNothing(node)) return [this.fill(entry, value)];
    if ((node as { anchor?: string }).anchor !== undefined)
      throw new EditError("shared", "The value is shared through an anchor.");
    if (isScalar(node) && isPrintable(value)) return [this.exchange(node, printScalar(value, quoteOf(node)))];
    if (isSeq(node) && node.flow !== true && Array.isArray(value) && node.items.length === value.length) {
      return node.items.flatMap((item, index) => {
        const inner = value[index];
        return isScalar(item) && inner !== undefined && isPrintable(inner)
          ? [this.exchange(item, printScalar(inner, quoteOf(item)))]
          : [];
      });
    }
    if ((isSeq(node) && node.flow === true) || (isMap(node) && node.flow === true) || isScalar(node)) {
      return [this.exchange(node, printFlow(value))];
    }
    throw new EditError("form", "The value has another form than the edit expects; edit it by hand.");
  }

  /** `key:` with nothing behind it. */
  private fill(entry: Entry, value: EditValue): Splice {
    const key = endOfNode(entry.key);
    const colon = this.text.indexOf(":", key) + 1;
    if (isPrintable(value) || Array.isArray(value)) return { at: colon, remove: "", insert: ` ${printFlow(value)}` };
    const indent = this.columnOf(startOf(entry.key)) + this.step;
    const lines = Object.entries(value).flatMap(([name, inner]) => printBlock(name, inner, indent, this.step));
    return { at: this.lineEnd(colon), remove: "", insert: lines.map((line) => this.newline + line).join("") };
  }

  private insert(known: Deepest, key: string, value: EditValue): Splice[] {
    const { owner, entry } = known;
    if (owner === undefined) {
      if (entry === undefined) return [this.append(printBlock(key, value, 0, this.step))];
      if (isAlias(entry.value))
        throw new EditError("shared", `The value is shared through the alias *${entry.value.source}.`);
      if (entry.value === null || isNothing(entry.value)) return [this.fill(entry, { [key]: value })];
      throw new EditError("form", `"${keyText(entry)}" has another form than the edit expects; edit it by hand.`);
    }
    if ((owner as { anchor?: string }).anchor !== undefined)
      throw new EditError("shared", "The value is shared through an anchor.");
    const last = owner.items.at(-1);
    if (owner.flow === true) {
      const printed = `${printKey(key)}: ${printFlow(value)}`;
      if (last === undefined) return [{ at: startOf(owner) + 1, remove: "", insert: printed }];
      return [{ at: this.endOf(last), remove: "", insert: `, ${printed}` }];
    }
    const first = owner.items[0];
    if (last === undefined || first === undefined) return [this.append(printBlock(key, value, 0, this.step))];
    const indent = this.columnOf(startOf(first.key));
    return [this.addLines(this.endOf(last), printBlock(key, value, indent, this.step))];
  }

  private addLines(after: number, lines: string[]): Splice {
    const closed = after > 0 && this.text[after - 1] === "\n";
    if (closed) return { at: after, remove: "", insert: lines.map((line) => line + this.newline).join("") };
    return { at: this.lineEnd(after), remove: "", insert: lines.map((line) => this.newline + line).join("") };
  }

  private append(lines: string[]): Splice {
    const open = this.text !== "" && !this.text.endsWith("\n");
    return {
      at: this.text.length,
      remove: "",
      insert: (open ? this.newline : "") + lines.map((line) => line + this.newline).join(""),
    };
  }

  private exchange(node: Node, printed: string): Splice {
    const [from, to] = rangeOf(node);
    return { at: from, remove: this.text.slice(from, to), insert: printed };
  }

  private cut(from: number, to: number): Splice {
    return { at: from, remove: this.text.slice(from, to), insert: "" };
  }

  private find(path: string[]): Entry | undefined {
    const { entry, rest } = this.deepest(path);
    return rest.length === 0 ? entry : undefined;
  }

  /** Follows a path through own keys as far as they go. */
  private deepest(path: string[]): Deepest {
    let owner = isMap(this.root) ? (this.root as Entries) : undefined;
    let entry: Entry | undefined;
    for (const [index, key] of path.entries()) {
      const next = owner?.items.find((pair) => keyText(pair) === key);
      if (next === undefined) return { owner, entry, rest: path.slice(index) };
      entry = next;
      owner = isMap(next.value) ? (next.value as Entries) : undefined;
    }
    return { owner, entry, rest: [] };
  }

  /** Where an entry's last character stands, without a comment behind it. */
  private endOf(entry: Entry): number {
    const { value } = entry;
    if (value === null || isNothing(value)) {
      const colon = this.text.indexOf(":", endOfNode(entry.key));
      return colon === -1 ? endOfNode(entry.key) : colon + 1;
    }
    return this.endOfValue(value);
  }

  private endOfValue(node: Node): number {
    if (isMap(node) && node.flow !== true) {
      const last = (node as Entries).items.at(-1);
      if (last !== undefined) return this.endOf(last);
    }
    if (isSeq(node) && node.flow !== true) {
      const last = node.items.at(-1) as Node | undefined;
      if (last !== undefined && !isNothing(last)) return this.endOfValue(last);
    }
    return endOfNode(node);
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  private lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    if (end === -1) return this.text.length;
    return this.text[end - 1] === "\r" ? end - 1 : end;
  }

  private lineEndAfter(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === "\n") return offset;
    const end = this.text.indexOf("\n", offset);
    return end === -1 ? this.text.length : end + 1;
  }

  private columnOf(offset: number): number {
    return offset - this.lineStart(offset) - (this.lineStart(offset) === 0 && this.text.startsWith("\uFEFF") ? 1 : 0);
  }

  /** The indent the file itself uses, so that new lines look like the old ones. */
  private detectStep(): number {
    if (!isMap(this.root)) return 2;
    for (const pair of (this.root as Entries).items) {
      const inner = isMap(pair.value) && pair.value.flow !== true ? (pair.value as Entries).items[0] : undefined;
      const step = inner === undefined ? 0 : this.columnOf(startOf(inner.key)) - this.columnOf(startOf(pair.key));
      if (step > 0) return step;
    }
    return 2;
  }
}

interface Deepest {
  /** The map that lacks the first key of `rest`. */
  owner: Entries | undefined;
  /** The last entry that was found. */
  entry: Entry | undefined;
  rest: string[];
}

function keyText(pair: Entry): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function rangeOf(node: Node | null): [number, number] {
  const range = node?.range;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

function startOf(node: Node | null): number {
  return rangeOf(node)[0];
}

function endOfNode(node: Node | null): number {
  return rangeOf(node)[1];
}

function isNothing(node: Node): boolean {
  const [from, to] = rangeOf(node);
  return isScalar(node) && from === to;
}

function isPrintable(value: EditValue): value is EditScalar {
  return typeof value !== "object" || value === null;
}

function quoteOf(node: Scalar): Quote {
  if (node.type === "QUOTE_SINGLE") return "single";
  return node.type === "QUOTE_DOUBLE" ? "double" : "plain";
}

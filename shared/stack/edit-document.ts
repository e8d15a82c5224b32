/** Finds where an edit must happen and writes the smallest splice for it; the rest of the text is never printed anew. */
import type { Node } from "yaml";
import { isScalar } from "yaml";
import { EditError } from "./edit-error.ts";
import type { Entries, Entry, Items, NodePath } from "./edit-nodes.ts";
import {
  anchorOf,
  asAlias,
  asMap,
  asScalar,
  asSeq,
  endOfNode,
  entryOf,
  isNothing,
  keyText,
  rangeOf,
  startOf,
} from "./edit-nodes.ts";
import type { EditValue } from "./edit-print.ts";
import { isPrintable, printBlock, printFlow, printKey, printScalar, quoteOf } from "./edit-print.ts";
import { EditText } from "./edit-text.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Splice } from "./splice.ts";

/** How far a path could be followed. */
interface Reached {
  /** The collection that holds, or should hold, the next key. */
  owner: Entries | undefined;
  /** The last entry that was found. */
  entry: Entry | undefined;
  node: Node | null | undefined;
  rest: NodePath;
  /** Whether the owner stands inside brackets or braces. */
  flow: boolean;
}

/** A file's place in a stack of several. */
export interface Beside {
  /** Absolute. */
  path: string;
  /** Not included by another one. */
  own: boolean;
  /** All files in merge order, this one too, as they were before the edit. */
  files: readonly EditDocument[];
}

export class EditDocument extends EditText {
  readonly root: Node | null;
  readonly beside: Beside | undefined;
  private readonly step: number;

  /** @throws EditError when the text is broken YAML or holds several documents */
  constructor(text: string, beside?: Beside) {
    super(text);
    this.beside = beside;
    const found = parseYaml(text);
    if (found.some((document) => document.errors.length > 0))
      throw new EditError("broken", "The file is broken YAML; repair it first.");
    if (found.length > 1)
      throw new EditError("several-documents", "The file holds several YAML documents; edit it by hand.");
    this.root = found[0]?.contents ?? null;
    this.step = this.detectStep();
  }

  /** The node at a path of own keys; aliases and merge keys are not followed. Undefined when there is none. */
  node(path: NodePath): Node | null | undefined {
    const { rest, node } = this.reach(path);
    return rest.length === 0 ? node : undefined;
  }

  /** All files of the stack in merge order, this one among them. */
  get stack(): readonly EditDocument[] {
    const { path, files = [this] } = this.beside ?? {};
    return files.map((one) => (one.beside?.path === path ? this : one));
  }

  /** Whether any file of the stack declares something. */
  declares(section: string, name: string): boolean {
    return this.stack.some((one) => one.has([section, name]));
  }

  entry(path: NodePath): Entry | undefined {
    const { rest, entry } = this.reach(path);
    return rest.length === 0 && typeof path.at(-1) === "string" ? entry : undefined;
  }

  /** Whether a value stands at the path. */
  has(path: NodePath): boolean {
    return this.reach(path).rest.length === 0;
  }

  keysOf(path: NodePath): string[] {
    return asMap(this.node(path))?.items.map(keyText) ?? [];
  }

  itemsOf(path: NodePath): Array<Node | null> {
    return asSeq(this.node(path))?.items ?? [];
  }

  /** Sets a value; missing maps on the way are made. */
  set(path: NodePath, value: EditValue): Splice[] {
    const known = this.reach(path);
    if (known.rest.length === 0) return this.replace(known, value);
    if (known.rest.some((key) => typeof key === "number"))
      throw new EditError("bad-value", "There is no such item in the list.");
    const [key = "", ...below] = known.rest.map(String);
    const nested = below.reduceRight<EditValue>((inner, name) => ({ [name]: inner }), value);
    return this.insert(known, key, nested);
  }

  /** Removes an entry or an item, and what becomes empty above it, down to a service or a section. */
  remove(path: NodePath): Splice[] {
    const floor = path[0] === "services" ? 3 : 1;
    let target = path;
    while (target.length > floor && this.sizeOf(target.slice(0, -1)) === 1) target = target.slice(0, -1);
    const owner = target.length === 1 ? this.root : this.node(target.slice(0, -1));
    const last = target.at(-1);
    const seq = asSeq(owner);
    if (seq !== undefined && typeof last === "number") return [this.removeItem(seq, last)];
    const map = asMap(owner);
    const entry = this.entry(target);
    const hidden = (entry?.value as { tag?: string } | null | undefined)?.tag === "!reset";
    if (entry === undefined || map === undefined || hidden) return [];
    if (map.flow === true)
      return [
        this.removeFlow(
          map.items.indexOf(entry),
          map.items.map((one) => this.spanOf(one)),
        ),
      ];
    const cut = this.cutLines(startOf(entry.key), this.endOf(entry));
    // A section or a service of which nothing is left says so: without a value the file would be wrong.
    const parent = target.length > 1 && map.items.length === 1 ? this.entry(target.slice(0, -1)) : undefined;
    if (parent === undefined) return [cut];
    const colon = this.colonOf(parent);
    const marks = /^(?:[ \t]+[&!][^\s#]+)*/.exec(this.text.slice(colon, this.lineEnd(colon)))?.[0].length ?? 0;
    return [{ at: colon + marks, remove: "", insert: " {}" }, cut];
  }

  renameKey(path: NodePath, key: string): Splice[] {
    const entry = this.entry(path);
    const node = asScalar(entry?.key);
    if (node === undefined) throw new EditError("form", "This key is not written as plain text; edit it by hand.");
    if (this.has([...path.slice(0, -1), key])) throw new EditError("taken", `There is already a "${key}" beside it.`);
    return [this.exchange(node, node.type === "PLAIN" ? printKey(key) : printScalar(key, quoteOf(node)))];
  }

  /** Adds an item at the end of a list, which is made when it is missing. */
  addItem(path: NodePath, value: EditValue): Splice[] {
    const known = this.reach(path);
    if (known.rest.length > 0 || isNothing(known.node ?? null)) return this.set(path, [value]);
    const seq = asSeq(known.node);
    const last = seq?.items.at(-1);
    if (seq === undefined) throw new EditError("form", `"${String(path.at(-1))}" is no list; edit it by hand.`);
    if (seq.flow === true) {
      if (seq.items.length === 0) return [{ at: startOf(seq) + 1, remove: "", insert: printFlow(value) }];
      return [{ at: endOfNode(last), remove: "", insert: `, ${printFlow(value)}` }];
    }
    const dash = this.columnOf(this.dashOf(seq, 0));
    const printed = isPrintable(value) ? printScalar(value) : printFlow(value);
    return [this.addLines(this.endOfValue(seq), [`${" ".repeat(dash)}- ${printed}`])];
  }

  /** Writes another value over a scalar, in its quotes. */
  exchangeScalar(path: NodePath, value: EditValue): Splice[] {
    return this.replace(this.reach(path), value);
  }

  /** The offset of a list item's dash. */
  dashOf(seq: Items, index: number): number {
    const start = startOf(seq.items[index]);
    const before = this.text.slice(this.lineStart(start), start);
    const match = /-[ \t]*(?:[&!]\S*[ \t]+)*$/.exec(before);
    if (match === null) throw new EditError("form", "The list is written in an unusual way; edit it by hand.");
    return this.lineStart(start) + match.index;
  }

  /** Where an entry's last character stands, without a comment behind it. */
  endOf(entry: Entry): number {
    const { value } = entry;
    if (value === null) return this.colonOf(entry);
    if (isNothing(value)) return this.endOfTag(entry, value);
    return this.endOfValue(value);
  }

  /** `!reset` may stand there with nothing behind it. */
  private endOfTag(entry: Entry, { tag }: { tag?: string }): number {
    const colon = this.colonOf(entry);
    const text = this.text.slice(colon, this.lineEnd(colon));
    return tag !== undefined && text.trimStart().startsWith(tag) ? colon + text.indexOf(tag) + tag.length : colon;
  }

  endOfValue(node: Node): number {
    const map = asMap(node);
    const lastEntry = map?.items.at(-1);
    if (map?.flow !== true && lastEntry !== undefined) return this.endOf(lastEntry);
    const seq = asSeq(node);
    const lastItem = seq?.items.at(-1);
    if (seq?.flow !== true && lastItem !== undefined && lastItem !== null && !isNothing(lastItem))
      return this.endOfValue(lastItem);
    return endOfNode(node);
  }

  /** Behind the colon of an entry, or behind its key when it has none. */
  colonOf(entry: Entry): number {
    const key = endOfNode(entry.key);
    const colon = /^\s*:/.exec(this.text.slice(key, key + 200));
    return colon === null ? key : key + colon[0].length;
  }

  /** Writes a value where an entry's value stands, whatever that was. */
  overwrite(entry: Entry, value: EditValue, flow: boolean): Splice {
    const at = this.colonOf(entry);
    const to = this.endOf(entry);
    const gap = at === endOfNode(entry.key) ? ": " : " ";
    if (flow || isPrintable(value) || Array.isArray(value))
      return this.put(at, to, `${gap}${flow || !isPrintable(value) ? printFlow(value) : printScalar(value)}`);
    const indent = this.columnOf(startOf(entry.key)) + this.step;
    const lines = Object.entries(value).flatMap(([name, inner]) => printBlock(name, inner, indent, this.step));
    if (lines.length === 0) return this.put(at, to, `${gap}{}`);
    return this.put(at, to, lines.map((line) => this.newline + line).join(""));
  }

  /** Whether the value at a path stands inside brackets or braces. */
  isFlow(path: NodePath): boolean {
    return this.reach(path).flow;
  }

  private replace(known: Reached, value: EditValue): Splice[] {
    const { node, entry, flow } = known;
    if (node === undefined) return [];
    if (asAlias(node) !== undefined)
      return [this.exchange(node as Node, flow || !isPrintable(value) ? printFlow(value) : printScalar(value))];
    // Another value takes the place of the one that was hidden, also when nothing stands behind the tag.
    if ((node as { tag?: string } | null)?.tag === "!reset" && entry !== undefined)
      return [this.overwrite(entry, value, flow)];
    if (node === null || isNothing(node)) {
      if (entry === undefined) return [];
      if (anchorOf(node) !== undefined) throw new EditError("form", "The value is an empty anchor; edit it by hand.");
      return [this.fill(entry, value, flow)];
    }
    const scalar = asScalar(node);
    if (scalar !== undefined && isPrintable(value)) {
      const quote = quoteOf(scalar);
      const printed = flow && quote === "plain" ? printFlow(value) : printScalar(value, quote);
      const splice = this.exchange(node, printed);
      return splice.remove === splice.insert ? [] : [splice];
    }
    const seq = asSeq(node);
    if (
      seq !== undefined &&
      Array.isArray(value) &&
      value.every(isPrintable) &&
      seq.items.every((one) => isScalar(one))
    )
      return this.replaceItems(seq, value);
    if (entry === undefined || scalar !== undefined || (node as { flow?: boolean }).flow === true)
      return [
        scalar === undefined
          ? this.put(startOf(node), this.endOfValue(node), printFlow(value))
          : this.exchange(node, printFlow(value)),
      ];
    return [this.overwrite(entry, value, flow)];
  }

  /** Lists of scalars item by item, so that comments beside the ones that stay are kept. */
  private replaceItems(seq: Items, value: EditValue[]): Splice[] {
    const flow = seq.flow === true;
    if (flow && seq.items.length !== value.length) return [this.exchange(seq, printFlow(value))];
    const same = seq.items.slice(0, value.length).flatMap((item, index) => {
      const wanted = value[index];
      const known: Reached = { owner: undefined, entry: undefined, node: item, rest: [], flow };
      return wanted === undefined || asScalar(item)?.value === wanted ? [] : this.replace(known, wanted);
    });
    const first = seq.items.length > value.length ? this.dashOf(seq, value.length) : undefined;
    if (first !== undefined) {
      if (value.length === 0) throw new EditError("form", "A list cannot be emptied this way.");
      return [...same, this.cutLines(first, this.endOfValue(seq))];
    }
    if (seq.items.length === value.length) return same;
    const dash = " ".repeat(this.columnOf(this.dashOf(seq, 0)));
    const more = value.slice(seq.items.length).map((item) => `${dash}- ${printFlow(item)}`);
    return [...same, this.addLines(this.endOfValue(seq), more)];
  }

  private removeItem(seq: Items, index: number): Splice {
    const item = seq.items[index];
    if (item === undefined || item === null) throw new EditError("form", "There is no such item.");
    if (seq.flow === true) {
      return this.removeFlow(
        index,
        seq.items.map((one) => rangeOf(one)),
      );
    }
    const end = isNothing(item) ? endOfNode(item) : this.endOfValue(item);
    return this.cutLines(this.dashOf(seq, index), end);
  }

  private removeFlow(index: number, spans: ReadonlyArray<readonly [number, number]>): Splice {
    const [start, end] = spans[index] ?? [0, 0];
    const before = spans[index - 1];
    const next = spans[index + 1];
    if (before === undefined) return this.cut(start, next === undefined ? end : next[0]);
    return this.cut(before[1], end);
  }

  private spanOf(entry: Entry): [number, number] {
    return [startOf(entry.key), this.endOf(entry)];
  }

  /** `key:` with nothing behind it. */
  private fill(entry: Entry, value: EditValue, flow: boolean): Splice {
    return this.overwrite(entry, value, flow);
  }

  private insert(known: Reached, key: string, value: EditValue): Splice[] {
    const { owner, entry, node } = known;
    if (owner === undefined) {
      if (entry === undefined) {
        if (this.root !== null && !isNothing(this.root))
          throw new EditError("form", "The file is no map; edit it by hand.");
        return [this.append(printBlock(key, value, 0, this.step))];
      }
      if (node === null || node === undefined || isNothing(node))
        return [this.fill(entry, { [key]: value }, known.flow)];
      throw new EditError("form", `"${keyText(entry)}" has another form than the edit expects; edit it by hand.`);
    }
    return [this.addEntry(owner, key, value, known.flow)];
  }

  /** Adds an entry at the end of a map. */
  addEntry(owner: Entries, key: string, value: EditValue, inFlow = false): Splice {
    const last = owner.items.at(-1);
    const first = owner.items[0];
    if (owner.flow === true || inFlow) {
      const printed = `${printKey(key)}: ${printFlow(value)}`;
      if (last === undefined) return { at: startOf(owner) + 1, remove: "", insert: printed };
      return { at: this.endOf(last), remove: "", insert: `, ${printed}` };
    }
    if (last === undefined || first === undefined) return this.append(printBlock(key, value, 0, this.step));
    const start = startOf(first.key);
    if (this.text.slice(this.lineStart(start), start).includes("?"))
      throw new EditError("form", "The map is written with question marks; edit it by hand.");
    const indent = this.columnOf(start);
    return this.addLines(this.endOf(last), printBlock(key, value, indent, this.step));
  }

  private sizeOf(path: NodePath): number {
    const node = this.node(path);
    return (asMap(node) ?? asSeq(node))?.items.length ?? 0;
  }

  /** Follows a path through own keys as far as they go. */
  private reach(path: NodePath): Reached {
    let node: Node | null | undefined = this.root;
    let entry: Entry | undefined;
    let flow = false;
    for (const [index, key] of path.entries()) {
      const map = asMap(node);
      const seq = asSeq(node);
      if ((node as { tag?: string } | null)?.tag === "!reset")
        throw new EditError("form", "This value is taken away with !reset; edit it by hand.");
      const inside: boolean = flow || (map ?? seq)?.flow === true;
      const next: Entry | undefined = typeof key === "string" ? entryOf(map, key) : undefined;
      const item = typeof key === "number" ? seq?.items[key] : undefined;
      if (next === undefined && item === undefined)
        return { owner: map, entry, node, rest: path.slice(index), flow: inside };
      entry = next;
      node = next === undefined ? item : next.value;
      flow = inside;
    }
    return { owner: asMap(node), entry, node, rest: [], flow };
  }

  /** The indent the file itself uses, so that new lines look like the old ones. */
  private detectStep(): number {
    for (const { key, value } of asMap(this.root)?.items ?? []) {
      const inner = asMap(value)?.flow === true ? undefined : asMap(value)?.items[0];
      const step = inner === undefined ? 0 : this.columnOf(startOf(inner.key)) - this.columnOf(startOf(key));
      if (step > 0 && inner?.key.range !== undefined) return Math.min(step, 8);
    }
    return 2;
  }
}

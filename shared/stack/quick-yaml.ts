/**
 * The YAML that stack files are mostly written in, read in one pass.
 *
 * The `yaml` package takes ten times as long: it makes tokens, then a tree of tokens, then nodes. This reader knows a
 * part of the language only, and leaves a text with anything else in it, or with any mistake, to the package; so what
 * is an error and what it is called stays the package's alone. A test holds the two against each other.
 *
 * Its nodes differ in one thing that nobody asks for: the end of a block collection is that of its last value, where
 * the package's also takes in the rest of the line.
 */
import type { QuickNode, QuickScalar } from "./quick-nodes.ts";
import { QuickAlias, QuickMap, QuickScalar as Scalar, QuickSeq } from "./quick-nodes.ts";
import { code, QuickScan, UnusualError } from "./quick-scan.ts";

/** Tabs, control characters and marks, a carriage return alone; markers of documents; directives. */
const foreign = /\r(?!\n)|[^\r\n\u0020-\u007e\u00a0-\u2027\u202a-\ufefe\uff00-\uffff]|^(?:---|\.\.\.|%)/m;
const maxDepth = 200;
const maxKey = 1000;

/** The text's map, or undefined when the `yaml` package must read it. */
export function quickYaml(text: string): QuickMap | undefined {
  if (foreign.test(text)) return undefined;
  try {
    return new QuickYaml(text).read();
  } catch (error) {
    if (error instanceof UnusualError) return undefined;
    throw error;
  }
}

class QuickYaml extends QuickScan {
  /** The column of the next value, -1 at the end of the text. */
  private indent = -1;

  read(): QuickMap {
    this.toContent();
    if (this.indent < 0) this.unusual();
    const root = this.blockMap(this.indent, 0);
    return this.indent < 0 ? root : this.unusual();
  }

  /** From the start of a line to the next thing that is no comment. */
  private toContent(): void {
    const { text } = this;
    while (this.pos < text.length) {
      const start = this.pos;
      this.skipSpaces();
      const sign = this.peek();
      if (sign === code.hash || sign === code.newline || sign === code.return) this.toNextLine();
      else if (this.pos < text.length) {
        this.indent = this.pos - start;
        return;
      }
    }
    this.indent = -1;
  }

  private toNextLine(): void {
    const end = this.text.indexOf("\n", this.pos);
    this.pos = end < 0 ? this.text.length : end + 1;
  }

  /** Past the rest of a value's line, which may be a comment. */
  private finishLine(): void {
    const end = this.pos;
    this.skipSpaces();
    if (!this.endsAt(this.pos) && !(this.peek() === code.hash && this.pos > end)) this.unusual();
    this.toNextLine();
    this.toContent();
  }

  private atDash(): boolean {
    return this.peek() === code.dash && this.text.charCodeAt(this.pos + 1) === code.space;
  }

  private blockMap(indent: number, depth: number): QuickMap {
    if (depth > maxDepth) this.unusual();
    const found = new QuickMap(undefined, this.pos);
    for (;;) {
      const key = this.scalar(false);
      this.colon(key);
      const value = this.valueBehind(indent, depth);
      found.items.push({ key, value });
      if (this.indent < indent) return ended(found, value);
      if (this.indent > indent) this.unusual();
      if (this.atDash()) this.unusual();
    }
  }

  private colon(key: QuickScalar): void {
    this.skipSpaces();
    const behind = this.pos + 1;
    if (this.peek() !== code.colon || !(this.endsAt(behind) || this.text.charCodeAt(behind) === code.space))
      this.unusual();
    if (this.pos - key.range[0] > maxKey) this.unusual();
    this.pos = behind;
  }

  /** What stands behind a key's colon or in the lines below it. */
  private valueBehind(indent: number, depth: number): QuickNode {
    this.skipSpaces();
    const anchor = this.anchorName();
    const start = this.pos;
    const first = this.peek();
    const open = this.endsAt(start) || first === code.hash;
    const value = open ? this.below(indent, depth, start) : this.onLine();
    if (anchor === undefined) return value;
    // What an anchor on nothing or on an alias means is the package's to say.
    if (value instanceof QuickAlias || (value instanceof Scalar && open)) this.unusual();
    value.anchor = anchor;
    return value;
  }

  private anchorName(): string | undefined {
    if (this.peek() !== code.ampersand) return undefined;
    this.pos++;
    const found = this.name();
    if (!this.endsAt(this.pos) && this.peek() !== code.space) this.unusual();
    this.skipSpaces();
    return found;
  }

  /** @param start where a value that is not written stands */
  private below(indent: number, depth: number, start: number): QuickNode {
    this.toNextLine();
    this.toContent();
    if (this.indent >= indent && this.atDash()) return this.blockList(this.indent, depth + 1);
    if (this.indent > indent) return this.blockMap(this.indent, depth + 1);
    return new Scalar("", "PLAIN", start, start);
  }

  private onLine(): QuickNode {
    const first = this.peek();
    const isFlow = first === code.openMap || first === code.openList;
    const value = isFlow ? this.flow(0) : first === code.star ? this.alias() : this.scalar(false);
    this.finishLine();
    return value;
  }

  private blockList(indent: number, depth: number): QuickSeq {
    if (depth > maxDepth) this.unusual();
    const found = new QuickSeq(undefined, this.pos);
    for (;;) {
      const value = this.item(indent, depth);
      found.items.push(value);
      if (this.indent < indent || (this.indent === indent && !this.atDash())) return ended(found, value);
      if (this.indent > indent) this.unusual();
    }
  }

  private item(indent: number, depth: number): QuickNode {
    const dash = this.pos;
    this.pos++;
    this.skipSpaces();
    if (this.endsAt(this.pos)) this.unusual();
    const start = this.pos;
    const first = this.peek();
    if (first === code.openMap || first === code.openList || first === code.star) return this.onLine();
    this.scalar(false);
    this.skipSpaces();
    const isKey = this.peek() === code.colon;
    this.pos = start;
    return isKey ? this.blockMap(indent + start - dash, depth + 1) : this.onLine();
  }
}

function ended<T extends QuickMap | QuickSeq>(found: T, last: QuickNode): T {
  [, found.range[1], found.range[2]] = last.range;
  return found;
}

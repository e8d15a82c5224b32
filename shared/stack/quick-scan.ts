/** Scalars, aliases and flow collections that stand on one line: the small words of the quick reader. */
import { QuickAlias, QuickMap, QuickScalar, QuickSeq } from "./quick-nodes.ts";
import type { QuickNode } from "./quick-nodes.ts";

/** The text is more than the quick reader knows: the `yaml` package must read it. */
export class UnusualError extends Error {}

/** Deeper flow collections are none of a hand-written file, and would be the call stack's trouble. */
const maxNesting = 60;

export const code = {
  newline: 10,
  return: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  ampersand: 38,
  singleQuote: 39,
  star: 42,
  comma: 44,
  dash: 45,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openMap: 123,
  closeMap: 125,
} as const;

/** What a plain word may not begin with; a dash may, before a letter or a digit. */
const indicators = new Set(Array.from("!\"#%&'*,:>?@[]`{|}", (sign) => sign.charCodeAt(0)));
const escapes = new Map(Object.entries({ '"': '"', "\\": "\\", "/": "/", n: "\n", t: "\t", r: "\r" }));
const name = /[A-Za-z0-9_-]+/y;

export class QuickScan {
  protected readonly text: string;
  protected pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  protected peek(): number {
    return this.text.charCodeAt(this.pos);
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.pos) === code.space) this.pos++;
  }

  protected unusual(): never {
    throw new UnusualError();
  }

  /** Whether a line ends at an offset. */
  protected endsAt(offset: number): boolean {
    if (offset >= this.text.length) return true;
    const sign = this.text.charCodeAt(offset);
    return sign === code.newline || sign === code.return;
  }

  protected name(): string {
    name.lastIndex = this.pos;
    const found = name.exec(this.text)?.[0] ?? this.unusual();
    this.pos += found.length;
    return found;
  }

  protected alias(): QuickAlias {
    const start = this.pos++;
    const source = this.name();
    return new QuickAlias(source, start, this.pos);
  }

  /** A scalar on one line; the position is behind it then. */
  protected scalar(flow: boolean): QuickScalar {
    const first = this.peek();
    if (first === code.doubleQuote) return this.doubleQuoted();
    if (first === code.singleQuote) return this.singleQuoted();
    return this.plain(first, flow);
  }

  private plain(first: number, flow: boolean): QuickScalar {
    const { text } = this;
    const start = this.pos;
    if (indicators.has(first)) this.unusual();
    if (first === code.dash && !isWordSign(text.charCodeAt(start + 1))) this.unusual();
    let end = start;
    let at = start;
    for (; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (sign === code.newline || sign === code.return) break;
      if (sign === code.space) {
        if (text.charCodeAt(at + 1) === code.hash) break;
        continue;
      }
      if (sign === code.colon && this.separates(at + 1, flow)) break;
      if (flow && isFlowSign(sign)) break;
      end = at + 1;
    }
    if (end === start) this.unusual();
    this.pos = end;
    return new QuickScalar(text.slice(start, end), "PLAIN", start, end);
  }

  /** Whether a colon before an offset ends a key. */
  private separates(offset: number, flow: boolean): boolean {
    const next = this.text.charCodeAt(offset);
    return next === code.space || this.endsAt(offset) || (flow && isFlowSign(next));
  }

  private singleQuoted(): QuickScalar {
    const { text } = this;
    const start = this.pos;
    let doubled = false;
    for (let at = start + 1; !this.endsAt(at); at++) {
      if (text.charCodeAt(at) !== code.singleQuote) continue;
      if (text.charCodeAt(at + 1) === code.singleQuote) {
        doubled = true;
        at++;
        continue;
      }
      this.pos = at + 1;
      const inner = text.slice(start + 1, at);
      return new QuickScalar(doubled ? inner.replaceAll("''", "'") : inner, "QUOTE_SINGLE", start, at + 1);
    }
    return this.unusual();
  }

  private doubleQuoted(): QuickScalar {
    const { text } = this;
    const start = this.pos;
    let escaped = false;
    for (let at = start + 1; !this.endsAt(at); at++) {
      const sign = text.charCodeAt(at);
      if (sign === code.backslash) {
        escaped = true;
        at++;
      } else if (sign === code.doubleQuote) {
        this.pos = at + 1;
        const inner = text.slice(start + 1, at);
        return new QuickScalar(escaped ? this.unescaped(inner) : inner, "QUOTE_DOUBLE", start, at + 1);
      }
    }
    return this.unusual();
  }

  private unescaped(inner: string): string {
    return inner.replaceAll(/\\(.?)/gs, (_, sign: string) => escapes.get(sign) ?? this.unusual());
  }

  /** A list or map in brackets, with everything in it on one line. */
  protected flow(depth: number): QuickMap | QuickSeq {
    if (depth > maxNesting) this.unusual();
    const start = this.pos;
    const isMap = this.peek() === code.openMap;
    const close = isMap ? code.closeMap : code.closeList;
    const found = isMap ? new QuickMap(true, start) : new QuickSeq(true, start);
    this.pos++;
    this.skipSpaces();
    if (this.peek() !== close) {
      for (;;) {
        if (found instanceof QuickMap) {
          const key = this.scalar(true);
          this.flowColon(key.range[0]);
          found.items.push({ key, value: this.flowValue(depth) });
        } else found.items.push(this.flowValue(depth));
        this.skipSpaces();
        if (this.peek() !== code.comma) break;
        this.pos++;
        this.skipSpaces();
      }
      if (this.peek() !== close) this.unusual();
    }
    this.pos++;
    found.range[1] = this.pos;
    found.range[2] = this.pos;
    return found;
  }

  /** The colon of a key, with a space behind it. */
  private flowColon(start: number): void {
    this.skipSpaces();
    if (this.peek() !== code.colon || this.text.charCodeAt(this.pos + 1) !== code.space) this.unusual();
    if (this.pos - start > 1000) this.unusual();
    this.pos++;
    this.skipSpaces();
  }

  private flowValue(depth: number): QuickNode {
    const first = this.peek();
    if (first === code.openMap || first === code.openList) return this.flow(depth + 1);
    return first === code.star ? this.alias() : this.scalar(true);
  }
}

function isFlowSign(sign: number): boolean {
  return (
    sign === code.comma ||
    sign === code.openList ||
    sign === code.closeList ||
    sign === code.openMap ||
    sign === code.closeMap
  );
}

function isWordSign(sign: number): boolean {
  return (sign >= 48 && sign <= 57) || (sign >= 65 && sign <= 90) || (sign >= 97 && sign <= 122) || sign === code.dash;
}

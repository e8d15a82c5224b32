import type { Node } from "yaml";
import { EditError } from "./edit-error.ts";
import { asScalar, rangeOf } from "./edit-nodes.ts";
import type { Splice } from "./splice.ts";

/** Splices of a text in terms of lines and nodes. */
export class EditText {
  readonly text: string;
  readonly newline: string;

  constructor(text: string) {
    this.text = text;
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
  }

  put(from: number, to: number, insert: string): Splice {
    return { at: from, remove: this.text.slice(from, to), insert };
  }

  cut(from: number, to: number): Splice {
    return this.put(from, to, "");
  }

  /** Writes over a node; what stands behind a block scalar stays on its own line. */
  exchange(node: Node, printed: string): Splice {
    const [from, end] = rangeOf(node);
    const type = asScalar(node)?.type;
    const block = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
    const to = block ? from + this.text.slice(from, end).trimEnd().length : end;
    return this.put(from, to, printed);
  }

  /** Cuts whole lines. */
  cutLines(from: number, end: number): Splice {
    const start = this.lineStart(from);
    if (this.text.slice(start, from).replace("\uFEFF", "").trim() !== "")
      throw new EditError("first-of-item", "This value stands on the line of another one; edit it by hand.");
    const to = end > 0 && this.text[end - 1] === "\n" ? end : this.nextLine(end);
    return this.cut(start === 0 && this.text.startsWith("\uFEFF") ? 1 : start, to);
  }

  addLines(after: number, lines: string[]): Splice {
    const closed = after > 0 && this.text[after - 1] === "\n";
    if (closed) return { at: after, remove: "", insert: lines.map((line) => line + this.newline).join("") };
    return { at: this.lineEnd(after), remove: "", insert: lines.map((line) => this.newline + line).join("") };
  }

  append(lines: string[]): Splice {
    const open = this.text !== "" && !this.text.endsWith("\n");
    return {
      at: this.text.length,
      remove: "",
      insert: (open ? this.newline : "") + lines.map((line) => line + this.newline).join(""),
    };
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    if (end === -1) return this.text.length;
    return this.text[end - 1] === "\r" ? end - 1 : end;
  }

  nextLine(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    return end === -1 ? this.text.length : end + 1;
  }

  columnOf(offset: number): number {
    const start = this.lineStart(offset);
    return offset - start - (start === 0 && this.text.startsWith("\uFEFF") ? 1 : 0);
  }
}

/** What the rules of `line-bounds.ts` are made of. */
import type { LinePlaces, Path } from "./line-places.ts";

export interface Bound {
  /** Lines of the file before the edit that may change. */
  lines: Set<number>;
  removed: number;
  added: number;
}

/** What the rules are made of: a value that is set, an item more, something that goes. */
export class Rule {
  readonly bound: Bound = { lines: new Set(), removed: 0, added: 0 };
  private readonly file: LinePlaces;

  constructor(file: LinePlaces) {
    this.file = file;
  }

  /** @param value lines of the new value; keys that are missing above it take a line each */
  set(path: Path, value = 1, beside = false): void {
    const { lines, missing, tight } = this.file.place(path);
    const there = missing === 0;
    this.may(lines, there ? lines.length : tight ? 1 : 0);
    this.bound.added += value + (beside || there ? 0 : missing - 1) + (!there && tight ? 1 : 0);
  }

  item(path: Path): void {
    if (this.file.size(path) === 0) return this.set(path);
    const { lines, tight } = this.file.place([...path, this.file.size(path)]);
    this.may(lines, tight ? 1 : 0);
    this.bound.added += 1;
  }

  /** What becomes empty goes too, up to a key of the service. */
  remove(path: Path): void {
    if (!this.file.has(path)) return;
    const floor = path[0] === "services" ? 3 : 1;
    let target = path;
    while (target.length > floor && this.file.size(target.slice(0, -1)) === 1) target = target.slice(0, -1);
    const { lines, tight } = this.file.place(target);
    this.may(lines, lines.length);
    if (tight) this.bound.added += 1;
    const left = target.length === 2 && this.file.size(target.slice(0, -1)) === 1;
    if (!left) return;
    this.may(this.file.place(target.slice(0, -1)).lines, 1);
    this.bound.added += 1;
  }

  put(path: Path, value: unknown): void {
    if (value === null) this.remove(path);
    else this.set(path, Array.isArray(value) ? Math.max(1, value.length) : 1);
  }

  /** A name in a map, or the item of a list that means it. */
  named(path: Path, name: string): Path {
    const index = this.file.indexOf(path, name);
    return [...path, index === -1 ? name : index];
  }

  may(lines: readonly number[], removed: number): void {
    for (const line of lines) this.bound.lines.add(line);
    this.bound.removed += removed;
  }
}

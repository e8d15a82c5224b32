/** Reading the table of contents of a tar archive, without the contents. Source: POSIX.1-2001 pax and ustar formats. */

const BLOCK = 512;

export interface TarEntry {
  name: string;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder, as the format numbers them. */
  type: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  link: string;
}

/** Where the bytes come from: a file that can be skipped in, or a stream. */
export interface TarBytes {
  /** The next bytes; fewer at the end. */
  take(count: number): Promise<Buffer>;
  /** False when the end comes first. */
  skip(count: number): Promise<boolean>;
}

/**
 * The entries of an archive, in order.
 *
 * @throws Error saying what is wrong with it: no tar archive, or cut off
 */
export async function* tarEntries(bytes: TarBytes): AsyncGenerator<TarEntry> {
  let extended: Record<string, string> = {};
  for (let first = true; ; first = false) {
    const block = await bytes.take(BLOCK);
    // Some writers leave out the two empty blocks that end an archive.
    if (block.length === 0 && !first) return;
    if (block.length < BLOCK) throw new Error(first ? "it is no tar archive" : "it is cut off");
    if (block.every((byte) => byte === 0)) return;
    if (!hasSum(block)) throw new Error(first ? "it is no tar archive" : "it is damaged");
    const entry = entryOf(block, extended);
    const padded = Math.ceil(entry.size / BLOCK) * BLOCK;
    if (entry.type === "x") {
      const content = await bytes.take(padded);
      if (content.length < padded) throw new Error("it is cut off");
      extended = records(content.subarray(0, entry.size));
      continue;
    }
    extended = {};
    const meta = /[gLK]/.test(entry.type);
    if (!(await bytes.skip(padded))) throw new Error("it is cut off");
    if (!meta) yield entry;
  }
}

function entryOf(block: Buffer, extended: Readonly<Record<string, string>>): TarEntry {
  const prefix = text(block, 345, 155);
  const name = text(block, 0, 100);
  const type = String.fromCharCode(block[156] ?? 0).replace("\0", "0");
  return {
    name: extended["path"] ?? (prefix === "" ? name : `${prefix}/${name}`),
    type,
    mode: number(block, 100, 8),
    uid: Number(extended["uid"] ?? number(block, 108, 8)),
    gid: Number(extended["gid"] ?? number(block, 116, 8)),
    // Links and folders have no content, whatever some writers put there.
    size: /[12345]/.test(type) ? 0 : Number(extended["size"] ?? number(block, 124, 12)),
    link: extended["linkpath"] ?? text(block, 157, 100),
  };
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString("utf8", at, end === -1 || end > at + length ? at + length : end);
}

/** Octal digits, or, for what is too big for them, bytes after a first one with its highest bit set. */
function number(block: Buffer, at: number, length: number): number {
  if (((block[at] ?? 0) & 0x80) !== 0) return block.readUIntBE(at + length - 6, 6);
  return Number.parseInt(block.toString("latin1", at, at + length).trim() || "0", 8);
}

/** The sum counts its own field as eight spaces. */
function hasSum(block: Buffer): boolean {
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === number(block, 148, 8);
}

/** Lines `LENGTH KEY=VALUE`. */
function records(content: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(content.toString("latin1", at, at + 12), 10);
    if (!(length > 0)) break;
    const line = content.toString("utf8", at, at + length - 1);
    const equals = line.indexOf("=");
    found[line.slice(line.indexOf(" ") + 1, equals)] = line.slice(equals + 1);
    at += length;
  }
  return found;
}

/** Bytes of a stream. */
export function streamBytes(stream: AsyncIterable<Buffer | string>): TarBytes {
  const iterator = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    if (done === true) return false;
    rest = Buffer.concat([rest, Buffer.from(value)]);
    return true;
  };
  return {
    async take(count) {
      while (rest.length < count && (await more()));
      const taken = rest.subarray(0, count);
      rest = rest.subarray(count);
      return taken;
    },
    async skip(count) {
      for (let left = count; ;) {
        const step = Math.min(left, rest.length);
        rest = rest.subarray(step);
        left -= step;
        if (left === 0) return true;
        if (!(await more())) return false;
      }
    },
  };
}

import type { ContainerFile } from "./call.ts";

const BLOCK = 512;

/** A tar archive of a few small files in memory. Source: POSIX.1-1988 ustar interchange format. */
export function tarOf(files: readonly ContainerFile[]): Buffer {
  const parts = files.flatMap((file) => {
    const content = Buffer.from(file.content);
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [headerOf(file, content.length), content, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** An archive of one folder that is there already: unpacking it sets mode and owner. */
export function tarOfFolder(folder: Omit<ContainerFile, "content">, seconds: number): Buffer {
  const header = headerOf({ ...folder, path: `${folder.path}/`, content: "" }, 0, "5", seconds);
  return Buffer.concat([header, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(file: ContainerFile, size: number, type = "0", seconds = 0): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, name] = splitPath(file.path.replace(/^\/+/, ""));
  const octal = (value: number, at: number, width: number) =>
    header.write(`${value.toString(8).padStart(width - 1, "0")}\0`, at, "latin1");
  header.write(name, 0, "utf8");
  octal(file.mode, 100, 8);
  octal(file.uid, 108, 8);
  octal(file.gid, 116, 8);
  octal(size, 124, 12);
  octal(seconds, 136, 12);
  header.write(`        ${type}`, 148, "latin1");
  header.write("ustar\0\x300", 257, "latin1");
  header.write(prefix, 345, "utf8");
  // The sum counts its own field as eight spaces.
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** The format has 100 bytes for a name and 155 for the folder in front of it. */
function splitPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  const cut = path.indexOf("/", path.length - 101);
  return cut === -1 ? ["", path.slice(-100)] : [path.slice(0, cut), path.slice(cut + 1)];
}

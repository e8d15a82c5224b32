import { readdir, readFile, readlink } from "node:fs/promises";

/** Who listens on a TCP port of this machine. */
export interface PortOwner {
  pid: number;
  name: string;
}

const LISTEN = "0A";

/**
 * The process that listens on a TCP port, from /proc; undefined on other systems, and for processes of other users
 * that we may not look into. Source: proc(5), /proc/net/tcp.
 */
export async function portOwner(port: number, proc = "/proc"): Promise<PortOwner | undefined> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`${proc}/net/${name}`, "utf8").catch(() => "")),
  );
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  const pids = (await readdir(proc).catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const open = await readdir(`${proc}/${pid}/fd`).catch((): string[] => []);
    const links = await Promise.all(open.map((fd) => readlink(`${proc}/${pid}/fd/${fd}`).catch(() => "")));
    if (!links.some((link) => sockets.has(link))) continue;
    const name = await readFile(`${proc}/${pid}/comm`, "utf8").catch(() => "");
    return { pid: Number(pid), name: name.trim() };
  }
  return undefined;
}

/** Inodes of listening sockets on the port, from one of /proc/net's tables. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === LISTEN && local.endsWith(`:${wanted}`) && inode !== undefined ? [inode] : [];
  });
}

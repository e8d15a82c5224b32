import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** A name for this process that another one on the same machine can check for life: `host:pid:random`. */
export function lockOwner(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
}

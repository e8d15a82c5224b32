import type Docker from "dockerode";
import { buffer } from "node:stream/consumers";
import type { ContainerFile } from "../call.ts";
import { tarOf } from "../tar.ts";
import { CONFIG_PATH } from "./gateway-compile.ts";
import { readMembers, type GatewayMembers } from "./gateway-config.ts";

/** The replicas in the balancer by the file of its container, which need not be running. */
export async function readGateway(docker: Docker, container: string): Promise<GatewayMembers> {
  return readMembers(await readConfig(docker, container));
}

export async function readConfig(docker: Docker, container: string): Promise<string> {
  const archive = await docker.getContainer(container).getArchive({ path: CONFIG_PATH });
  return firstFile(await buffer(archive));
}

export async function writeConfig(docker: Docker, container: string, file: ContainerFile): Promise<void> {
  await docker.getContainer(container).putArchive(tarOf([file]), { path: "/" });
}

const BLOCK = 512;

/** The first plain file in a tar. Records before it (pax headers) are passed over. Source: POSIX.1-1988 ustar. */
export function firstFile(tar: Buffer): string {
  for (let at = 0; at + BLOCK <= tar.length;) {
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    const type = tar.toString("latin1", at + 156, at + 157);
    const start = at + BLOCK;
    if (type === "0" || type === "\0") return tar.toString("utf8", start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return "";
}

import { createServer } from "node:net";
import { createSocket } from "node:dgram";

/** Whether a port can be bound on this machine's address now. Refusals other than "in use" count as free: not ours to judge. */
async function canBind(port: number, host: string, protocol: string): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (error?: NodeJS.ErrnoException) => resolve(error?.code !== "EADDRINUSE");
    if (protocol === "udp") {
      const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
      socket.once("error", settle);
      socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
      return;
    }
    const server = createServer();
    server.once("error", settle);
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(":") }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/**
 * Whether nothing on this machine holds the port. Without an address all of 0.0.0.0, 127.0.0.1 and :: are tried: on
 * macOS a listener on one of them does not show on the others.
 */
export async function isPortFree(port: number, hostIp: string | undefined, protocol: string): Promise<boolean> {
  const hosts =
    hostIp === undefined || hostIp === "" || hostIp === "0.0.0.0" ? ["0.0.0.0", "127.0.0.1", "::"] : [hostIp];
  for (const host of hosts) if (!(await canBind(port, host, protocol))) return false;
  return true;
}

/** The next port above `port` that is free and not in `taken`; undefined when none of the next thousand is. */
export async function nextFreePort(
  port: number,
  hostIp: string | undefined,
  protocol: string,
  taken: ReadonlySet<number>,
): Promise<number | undefined> {
  for (let candidate = port + 1; candidate <= Math.min(65_535, port + 1000); candidate += 1) {
    if (!taken.has(candidate) && (await isPortFree(candidate, hostIp, protocol))) return candidate;
  }
  return undefined;
}

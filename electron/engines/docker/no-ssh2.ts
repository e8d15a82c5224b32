/**
 * Stands in for the package ssh2 in the bundle (see vite.config.ts): docker-modem loads it at import, although Gantry
 * reaches ssh targets through the system's own ssh (`ssh-agent.ts`) and never makes such a client.
 */
export function Client(): never {
  throw new Error("ssh targets go through the system's ssh");
}

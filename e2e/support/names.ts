import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";

/** A stack name that no other run and no person uses, so that cleaning up by name touches nothing foreign. */
export function uniqueName(): string {
  return `ge2e-${randomBytes(4).toString("hex")}`;
}

/** A port that is free on this machine now, chosen by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Takes a port until the returned function is called: the neighbour that a stack's port clashes with. */
export function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "0.0.0.0", () => {
      const { port } = server.address() as AddressInfo;
      const release = () => new Promise<void>((done) => void server.close(() => done()));
      resolve({ port, release });
    });
  });
}

/** Whether nobody listens on a port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "0.0.0.0", () => void server.close(() => resolve(true)));
  });
}

import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { isPortFree, nextFreePort } from "./ports.ts";

test("a port that somebody listens on is not free, and the next free one is offered", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isPortFree(port, undefined, "tcp")).toBe(false);
  const next = await nextFreePort(port, undefined, "tcp", new Set([port + 1]));
  expect(next).toBeGreaterThan(port + 1);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port, undefined, "tcp")).toBe(true);
});

import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { listeningInodes, portOwner } from "./port-owner.ts";

test("only listening sockets of that port count", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0",
    "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4243 1 0 20 4 30 10 -1",
    "   2: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4244 1 0 100 0 0 10 0",
  ].join("\n");
  expect(listeningInodes(table, 8080)).toEqual(["4242"]);
});

test.runIf(process.platform === "linux")("finds this very process", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  expect((await portOwner(port))?.pid).toBe(process.pid);
  await new Promise((resolve) => server.close(resolve));
  expect(await portOwner(port)).toBeUndefined();
});

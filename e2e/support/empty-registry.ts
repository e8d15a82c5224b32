import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A registry that answers and holds nothing: what Docker Hub says about a misspelt image, without Docker Hub. The
 * engine speaks plain HTTP to registries of this machine.
 */
export async function startEmptyRegistry(): Promise<{ image: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const root = request.url === "/v2/";
    response.writeHead(root ? 200 : 404, { "content-type": "application/json" });
    response.end(root ? "{}" : JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    image: `127.0.0.1:${port}/ge2e/no-such-image:1`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

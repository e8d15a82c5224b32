import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { askEngine, endpoint, socketOf } from "./docker-endpoint.mjs";

const folder = mkdtempSync(join(tmpdir(), "gantry-docker-"));
afterAll(() => rmSync(folder, { recursive: true }));

function configure(context: string, host: string): void {
  const id = createHash("sha256").update(context).digest("hex");
  mkdirSync(join(folder, "contexts/meta", id), { recursive: true });
  writeFileSync(
    join(folder, "contexts/meta", id, "meta.json"),
    JSON.stringify({ Endpoints: { docker: { Host: host } } }),
  );
}

describe("where the Docker engine is", () => {
  configure("colima", "unix:///home/me/.colima/docker.sock");
  writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "colima" }));
  const env = { DOCKER_CONFIG: folder };

  it("follows the current context, which DOCKER_HOST and DOCKER_CONTEXT override", () => {
    expect(endpoint(env)).toEqual({ host: "unix:///home/me/.colima/docker.sock", chosen: 'Docker context "colima"' });
    const given = { ...env, DOCKER_HOST: "ssh://box" };
    expect(endpoint(given)).toEqual({ host: "ssh://box", chosen: "DOCKER_HOST" });
    expect(endpoint({ ...given, DOCKER_CONTEXT: "colima" }).host).toBe("unix:///home/me/.colima/docker.sock");
  });

  it("is the system's own when nothing points elsewhere", () => {
    expect(endpoint({ DOCKER_CONFIG: join(folder, "none") }).chosen).toBeUndefined();
    expect(endpoint({ ...env, DOCKER_CONTEXT: "default" }).chosen).toBeUndefined();
  });

  it("tells local sockets and pipes from addresses", () => {
    expect(socketOf("unix:///run/docker.sock")).toBe("/run/docker.sock");
    expect(socketOf("npipe:////./pipe/docker_engine")).toBe(String.raw`\\.\pipe\docker_engine`);
    expect(socketOf("tcp://box:2376")).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")("asks the engine over its socket", async () => {
    const socket = join(folder, "engine.sock");
    const host = `unix://${socket}`;
    expect(await askEngine({ host })).toMatchObject({ code: "ENOENT" });
    const server = createServer((_, response) => void response.end(JSON.stringify({ Version: "26.1.5" })));
    await new Promise<void>((listening) => server.listen(socket, listening));
    expect(await askEngine({ host })).toEqual({ version: "26.1.5" });
    server.close();
  });
});

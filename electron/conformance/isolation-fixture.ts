import { createServer, type Server } from "node:net";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { docker, run } from "../cli/testing.ts";

/** For isolation.docker.test.ts: asking containers, and looking for a value everywhere. */

/** Whether a container can open a TCP connection. `where` is an address or a name. */
export async function connects(container: string, where: string, port: number): Promise<boolean> {
  const { code } = await run("docker", ["exec", container, "nc", "-w", "2", where, String(port), "-e", "true"]);
  return code === 0;
}

export async function addressOn(container: string, network: string): Promise<string> {
  return docker("inspect", "-f", `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`, container);
}

/** A listener of the host's own on every address. */
export async function listen(): Promise<{ server: Server; port: number }> {
  // Who only asks whether it is there hangs up at once.
  const server = createServer((socket) => socket.on("error", () => undefined).end("host\n"));
  await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
}

/** Everything the engine tells about a stack, in words, by where it says it; records unpacked. */
export async function engineWords(stack: string, since: number): Promise<Record<string, string>> {
  const label = `label=com.docker.compose.project=${stack}`;
  const list = async (...args: string[]) => (await docker(...args)).split("\n").filter((one) => one !== "");
  const containers = await list("ps", "-aq", "--filter", label);
  const images = await list("ps", "-a", "--filter", label, "--format", "{{.Image}}");
  const volumes = await list("volume", "ls", "-q", "--filter", `label=dev.gantry.stack=${stack}`);
  const inspected = await docker("volume", "inspect", ...volumes);
  const records = [...inspected.matchAll(/"dev\.gantry\.record": "([^"]+)"/g)].map((match) =>
    gunzipSync(Buffer.from(match[1] ?? "", "base64")).toString("utf8"),
  );
  const logs = await Promise.all(containers.map((id) => run("docker", ["logs", id])));
  const until = String(Math.ceil(Date.now() / 1000));
  return {
    "container inspect": await docker("inspect", ...containers),
    "container list": await docker("ps", "-a", "--no-trunc", "--filter", label, "--format", "json"),
    "image inspect": await docker("image", "inspect", ...new Set(images)),
    "image history": await docker("history", "--no-trunc", images[0] ?? ""),
    "network inspect": await docker("network", "inspect", ...(await list("network", "ls", "-q", "--filter", label))),
    "volume inspect": inspected,
    records: records.join("\n"),
    "docker logs": logs.map((one) => one.stdout + one.stderr).join("\n"),
    "docker events": await docker("events", "--since", String(since), "--until", until, "--format", "json"),
  };
}

/** Every file below a folder, by its path. */
export async function filesBelow(folder: string, except: readonly string[] = []): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const kept = paths.filter((path) => !except.includes(path));
  return Object.fromEntries(
    await Promise.all(kept.map(async (path) => [path, await readFile(path, "latin1")] as const)),
  );
}

/** Where a value stands, in plain or as base64. */
export function placesOf(value: string, words: Readonly<Record<string, string>>): string[] {
  const forms = [value, Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1)];
  return Object.entries(words).flatMap(([where, text]) => (forms.some((form) => text.includes(form)) ? [where] : []));
}

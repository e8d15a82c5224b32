// Finds the Docker engine that the docker command would use, and asks it whether it is there.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { tryRun } from "./command.mjs";

const usual = process.platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";

/** {host, chosen}: chosen says what pointed away from the system's own engine, if anything did. */
export function endpoint(env = process.env) {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const context = env.DOCKER_CONTEXT ?? readJson(join(folder, "config.json"))?.currentContext;
  if (env.DOCKER_HOST && !env.DOCKER_CONTEXT) return { host: env.DOCKER_HOST, chosen: "DOCKER_HOST" };
  if (!context || context === "default") return { host: env.DOCKER_HOST ?? usual, chosen: undefined };
  const id = createHash("sha256").update(context).digest("hex");
  const meta = readJson(join(folder, "contexts/meta", id, "meta.json"));
  return { host: meta?.Endpoints?.docker?.Host ?? usual, chosen: `Docker context "${context}"` };
}

/** The path of a local socket or pipe, or undefined for an engine reached over a network. */
export function socketOf(host) {
  const [, scheme, path] = /^(unix|npipe):\/\/(.*)$/.exec(host) ?? [];
  return scheme === "npipe" ? path.replaceAll("/", "\\") : path;
}

/** {version} when the engine answers, else {error, code}. */
export async function askEngine({ host }) {
  const socketPath = socketOf(host);
  if (socketPath) {
    const answer = await get(socketPath, "/version");
    return answer.body ? { version: JSON.parse(answer.body).Version } : answer;
  }
  const { code, out, why } = await tryRun("docker", ["version", "-f", "{{.Server.Version}}"], { limitMs: 15_000 });
  return code === 0 ? { version: out.trim() } : { error: why };
}

/** The labels of an image, or undefined when it is not there. */
export async function imageLabels({ host }, image) {
  const socketPath = socketOf(host);
  if (socketPath) {
    const { status, body } = await get(socketPath, `/images/${image}/json`);
    return status === 200 ? (JSON.parse(body).Config?.Labels ?? {}) : undefined;
  }
  const asked = ["image", "inspect", "-f", "{{json .Config.Labels}}", image];
  const { code, out } = await tryRun("docker", asked, { limitMs: 15_000 });
  return code === 0 ? (JSON.parse(out) ?? {}) : undefined;
}

function get(socketPath, path) {
  return new Promise((resolve) => {
    // Asked over the socket itself: a tenth of the time that starting the docker command takes.
    const call = request({ socketPath, path, timeout: 3000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 3 s")));
    call.on("error", (error) => resolve({ error: error.message, code: error.code }));
    call.end();
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

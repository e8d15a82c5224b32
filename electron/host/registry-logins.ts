import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

/** A login as the engine's API takes it. Source: Docker Engine API, "Authentication". */
export type RegistryLogin =
  | { username: string; password: string; serveraddress: string }
  | { identitytoken: string; serveraddress: string };

const ConfigSchema = z.object({
  auths: z
    .record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});
const AnswerSchema = z.object({ Username: z.string(), Secret: z.string() });

export interface LoginSources {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Runs a credential helper with one line of input; undefined when it fails or is not there. */
  ask?: (helper: string, command: "get" | "list", input: string) => Promise<string | undefined>;
}

/**
 * The login that `docker login` kept for a registry: in a credential helper, else in Docker's configuration file. A
 * file that cannot be read counts as no login, as for the docker command. Source: Docker documentation, docker login,
 * "Credential stores" and "Credential helpers".
 *
 * @param registry `https://index.docker.io/v1/` for Docker Hub, else the host with its port
 */
export async function registryLogin(registry: string, sources: LoginSources): Promise<RegistryLogin | undefined> {
  const config = await readConfig(sources);
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  if (helper !== undefined && helper !== "") {
    const answer = await (sources.ask ?? askHelper)(helper, "get", registry);
    const found = parsed(AnswerSchema, answer);
    if (found !== undefined && found.Secret !== "") {
      return found.Username === "<token>"
        ? { identitytoken: found.Secret, serveraddress: registry }
        : { username: found.Username, password: found.Secret, serveraddress: registry };
    }
  }
  const kept = Object.entries(config.auths ?? {}).find(([key]) => key === registry || hostOf(key) === registry)?.[1];
  if (kept?.identitytoken !== undefined && kept.identitytoken !== "")
    return { identitytoken: kept.identitytoken, serveraddress: registry };
  const [username, ...password] = Buffer.from(kept?.auth ?? "", "base64")
    .toString()
    .split(":");
  if (username === undefined || username === "" || password.length === 0) return undefined;
  return { username, password: password.join(":").replace(/\0+$/, ""), serveraddress: registry };
}

/** Every login there is, by registry: what a build may need for its base images. */
export async function registryLogins(sources: LoginSources): Promise<Record<string, RegistryLogin>> {
  const config = await readConfig(sources);
  const store = config.credsStore === undefined || config.credsStore === "" ? undefined : config.credsStore;
  const listed = store === undefined ? undefined : await (sources.ask ?? askHelper)(store, "list", "");
  const inStore = parsed(z.record(z.string(), z.string()), listed) ?? {};
  const registries = [
    ...Object.keys(config.auths ?? {}),
    ...Object.keys(config.credHelpers ?? {}),
    ...Object.keys(inStore),
  ];
  const found = await Promise.all(
    [...new Set(registries)].map(async (one) => [one, await registryLogin(one, sources)] as const),
  );
  return Object.fromEntries(found.flatMap(([one, login]) => (login === undefined ? [] : [[one, login]])));
}

async function readConfig({ env, home }: LoginSources): Promise<z.infer<typeof ConfigSchema>> {
  const folder = env["DOCKER_CONFIG"] ?? join(home, ".docker");
  const text = await readFile(join(folder, "config.json"), "utf8").catch(() => undefined);
  return parsed(ConfigSchema, text) ?? {};
}

function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

/** Milliseconds; a helper may ask the user's key store. */
const PATIENCE = 20_000;

function askHelper(helper: string, command: "get" | "list", input: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${helper}`, [command], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: PATIENCE,
      windowsHide: true,
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code === 0 ? said : undefined));
    // A helper that ends without reading is no matter.
    child.stdin.on("error", () => undefined).end(`${input}\n`);
  });
}

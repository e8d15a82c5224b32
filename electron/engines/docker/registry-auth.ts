import { homedir } from "node:os";
import { registryLogin, registryLogins, type RegistryLogin } from "../../host/registry-logins.ts";
import { registryOf } from "./image-name.ts";

const sources = () => ({ env: process.env, home: homedir() });

/** The login for the registry of an image; undefined when there is none. */
export async function registryAuth(image: string): Promise<RegistryLogin | undefined> {
  return registryLogin(registryOf(image), sources());
}

/** All logins: which base images a Dockerfile names is known only to the builder. */
export async function allRegistryAuth(): Promise<Record<string, RegistryLogin>> {
  return registryLogins(sources());
}

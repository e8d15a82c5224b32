// Where set-up keeps what it fetches and makes: one git-ignored folder, so that removing it removes set-up's traces here.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const cache = join(root, ".cache");
export const modules = join(root, "node_modules");

/** A path in the cache whose folder exists. */
export function inCache(...parts) {
  const path = join(cache, ...parts);
  mkdirSync(join(path, ".."), { recursive: true });
  return path;
}

/**
 * What must be set aside before `docker compose config --format json` (2.26.1) and our model can be compared.
 *
 * Every rule is about how Compose prints, never about what a file means:
 * 1. dollars: Compose prints `$` as `$$`, so that its output can be read again;
 * 2. absence: it leaves out false, zero, empty text, empty maps and lists in most places and prints empty ones in some
 *    (`ipam: {}`, `placement: {}`); all of these count as absent, except in maps of the user's own words;
 * 3. extensions: it leaves out `x-*` below the root;
 * 4. `blkio_config` prints `Path`, `Rate`, `Weight` in capitals;
 * 5. file modes are numbers there and octal text here;
 * 6. `mem_swappiness` is a decimal text there and a number here;
 * 7. `ipam.options` is read but never printed;
 * 8. `develop.watch` prints an empty `exec`, and `env_file` stays visible on services in some forms.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ownWords = new Set([
  "annotations",
  "args",
  "additional_contexts",
  "aux_addresses",
  "driver_opts",
  "environment",
  "labels",
  "options",
  "storage_opt",
  "sysctls",
]);

/** The comparable form of either side's output. */
export function comparable(value: unknown): Json {
  return clean(value as Json, [], false) ?? {};
}

function clean(value: Json, path: string[], own: boolean): Json | undefined {
  const key = path.at(-1) ?? "";
  if (typeof value === "string") return isZero(value, key) && !own ? undefined : value;
  if (typeof value === "number") return number(value, key, path);
  if (value === null) return own ? null : undefined;
  if (typeof value === "boolean") return value || own ? value : undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => clean(item, [...path, "[]"], true) ?? {});
    return items.length === 0 ? undefined : items;
  }
  return object(value, path, own);
}

function object(value: { [key: string]: Json }, path: string[], own: boolean): Json | undefined {
  const inside = ownWords.has(path.at(-1) ?? "");
  const out: { [key: string]: Json } = {};
  for (const [name, inner] of Object.entries(value)) {
    if (path.length > 0 && name.startsWith("x-")) continue;
    if (path.at(-1) === "ipam" && name === "options") continue;
    if (path.at(-1) === "[]" && name === "exec" && isEmptyHook(inner)) continue;
    const plain = path.includes("blkio_config") ? name.toLowerCase() : name;
    const cleaned = clean(inner, [...path, plain], inside);
    if (isJoined(path)) out[plain] = cleaned ?? {};
    else if (cleaned !== undefined) out[plain] = cleaned;
  }
  return Object.keys(out).length === 0 && !own ? undefined : out;
}

/** `networks: {back: null}` of a service and the sections' entries: the key alone says something. */
function isJoined(path: string[]): boolean {
  const [section, , inner] = path;
  if (path.length === 1) return ["services", "networks", "volumes", "secrets", "configs"].includes(section ?? "");
  return path.length === 3 && section === "services" && inner === "networks";
}

function isEmptyHook(value: Json): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((inner) => inner === null)
  );
}

function isZero(text: string, key: string): boolean {
  return text === "" || text === "0s" || (text === "0" && /^(mem|shm|memswap)_/.test(key));
}

function number(value: number, key: string, path: string[]): Json | undefined {
  if (key === "mode" && !path.includes("tmpfs")) return `0${value.toString(8)}`;
  if (key === "mem_swappiness") return String(value);
  return value === 0 && key !== "replicas" && key !== "retries" && key !== "scale" ? undefined : value;
}

/** Undoes rule 1. @param keys Compose doubles them too, and Gantry does not: no reader replaces variables in keys. */
export function unescapeDollars(value: unknown, keys: boolean): unknown {
  if (typeof value === "string") return value.replaceAll("$$", () => "$");
  if (Array.isArray(value)) return value.map((item) => unescapeDollars(item, keys));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      keys ? key.replaceAll("$$", () => "$") : key,
      unescapeDollars(inner, keys),
    ]),
  );
}

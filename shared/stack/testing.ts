/** A reader over files in memory, for tests. */
import type { LoadedStack, LoadRequest } from "./load.ts";
import { loadStack } from "./load.ts";
import type { Reader } from "./reader.ts";

export function memoryReader(files: Record<string, string>): Reader {
  return {
    read: (path) => Promise.resolve(Object.hasOwn(files, path) ? files[path] : undefined),
    resolve: resolvePosix,
    dirname: (path) => path.slice(0, path.lastIndexOf("/")) || "/",
    basename: (path) => path.slice(path.lastIndexOf("/") + 1),
  };
}

/** Loads `/work/shop/compose.yaml` (or the files named) from memory. */
export function loadText(
  text: string | Record<string, string>,
  request: Partial<LoadRequest> = {},
): Promise<LoadedStack> {
  const given = typeof text === "string" ? { "compose.yaml": text } : text;
  const files = Object.fromEntries(
    Object.entries(given).map(([name, content]) => [resolvePosix("/work/shop", name), content]),
  );
  return loadStack({
    files: ["/work/shop/compose.yaml"],
    env: { HOME: "/home/ann" },
    reader: memoryReader(files),
    ...request,
  });
}

function resolvePosix(base: string, ...parts: string[]): string {
  let path = base;
  for (const part of parts) path = part.startsWith("/") ? part : `${path}/${part}`;
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}

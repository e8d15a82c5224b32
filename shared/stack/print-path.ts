import type { Path } from "./tree.ts";

/** `services.web.ports[0]` */
export function printPath(path: Path): string {
  if (path.length === 0) return "The file";
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

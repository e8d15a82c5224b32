/**
 * The support report: every key of the specification on every engine, and the rows that matter to one stack.
 *
 * The rows lie in `support/`. A test compares them with the shapes (no key without a row, no row without a key) and
 * with what the Docker engine's plan really does with each key.
 */
import { printPath } from "./print-path.ts";
import type { Project, Service } from "./project.ts";
import { buildRows } from "./support/build-rows.ts";
import { connectRows } from "./support/connect-rows.ts";
import { deployRows } from "./support/deploy-rows.ts";
import { mountRows } from "./support/mount-rows.ts";
import { below, type EngineKind, type Row, type Rows, type Support } from "./support/row.ts";
import { serviceRows } from "./support/service-rows.ts";
import { stackRows } from "./support/stack-rows.ts";
import { stack } from "./shapes/stack.ts";
import type { Path } from "./tree.ts";
import { keysBelow, patternBelow } from "./support/keys.ts";

export const supportTable: Rows = {
  ...stackRows,
  ...below("services.*", { ...serviceRows, ...connectRows, ...mountRows, ...buildRows, ...deployRows }),
};

/** Every key that the shapes accept, as the table writes it: `services.*.ports[].target`. */
export function specificationKeys(): string[] {
  return keysBelow(stack, "");
}

export interface SupportRow {
  /** As the table writes it. */
  key: string;
  state: Exclude<Support["state"], "supported">;
  /** How it is approximated, or why it is ignored. */
  text: string;
  /** Where the model has it. */
  paths: Path[];
}

/**
 * The keys of a stack that an engine does not do to the letter, in the order of the model. Below a key that is ignored
 * nothing more is said.
 */
export function supportOf(project: Project, engine: EngineKind): SupportRow[] {
  const found = new Map<string, SupportRow>();
  const visit = (value: unknown, path: Path, pattern: string, service: Service | undefined, said: string): void => {
    let inherited = said;
    const row: Row | undefined = Object.hasOwn(supportTable, pattern) ? supportTable[pattern] : undefined;
    if (row !== undefined && value !== undefined) {
      const support = row[engine];
      const matters = support.state !== "supported" && (row.matters?.(value, service) ?? true);
      if (support.state !== "supported" && matters) {
        if (support.text !== said) note(found, pattern, support, path);
        if (support.state === "ignored") return;
        inherited = support.text;
      }
    }
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const next = patternBelow(supportTable, pattern, key, Array.isArray(value));
      if (next === undefined) continue;
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      visit(inner, place, next, pattern === "services" ? (inner as Service) : service, inherited);
    }
  };
  visit(project, [], "", undefined, "");
  return [...found.values()];
}

function note(found: Map<string, SupportRow>, key: string, support: Support, path: Path): void {
  if (support.state === "supported") return;
  const row = found.get(key);
  if (row === undefined) found.set(key, { key, state: support.state, text: support.text, paths: [path] });
  else row.paths.push(path);
}

/** One sentence for people: `deploy.placement of web: ignored. A Docker engine is one node.` */
export function supportMessage({ key, state, text, paths }: SupportRow): string {
  const services = [...new Set(paths.flatMap((path) => (path[0] === "services" ? [String(path[1])] : [])))];
  const what = key.startsWith("services.*.") ? key.slice("services.*.".length).replaceAll(/\[\]/g, "") : undefined;
  if (what === undefined || services.length === 0) return `${printPath(paths[0] ?? [])} is ${state}. ${text}`;
  const shown =
    services.length > 5 ? `${services.slice(0, 5).join(", ")} and ${services.length - 5} more` : services.join(", ");
  return `${what} of ${shown} is ${state}. ${text}`;
}

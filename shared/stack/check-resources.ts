/** What networks, volumes, secrets and configs must and may say. */
import type { Report } from "./report.ts";
import type { MapTree, Tree } from "./tree.ts";
import { child, textOf } from "./tree.ts";

const sources = { secrets: ["file", "environment"], configs: ["file", "environment", "content"] };

export function checkResources(root: MapTree, report: Report): void {
  for (const kind of ["secrets", "configs"] as const) {
    for (const [name, entry] of entriesOf(child(root, kind))) checkSources(kind, name, entry, report);
  }
  for (const kind of ["networks", "volumes", "secrets", "configs"]) {
    for (const [name, resource] of entriesOf(child(root, kind))) warnOfIgnored(kind, name, resource, report);
  }
}

/** What the file itself names; names that Gantry makes follow from the stack's. */
export function checkResourceNames(merged: MapTree, report: Report): void {
  for (const kind of ["networks", "volumes"]) {
    for (const [name, resource] of entriesOf(child(merged, kind))) checkName(kind, name, resource, report);
  }
}

/** Names as the engine takes them. Source: moby, `volume/names` and `daemon/network`; an empty one is left to them. */
function checkName(kind: string, key: string, resource: Tree, report: Report): void {
  const at = child(resource, "name");
  const name = textOf(at);
  if (at === undefined || name === undefined || name === "" || /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return;
  const message = `The ${kind === "volumes" ? "volume" : "network"} name "${name}" is illegal.`;
  const hint = "Use letters, digits, dots, dashes and underscores; start with a letter or digit.";
  report.error("illegal-name", at, [kind, key, "name"], message, hint);
}

function checkSources(kind: "secrets" | "configs", name: string, resource: Tree, report: Report): void {
  if (isExternal(resource) || child(resource, "driver") !== undefined) return;
  const given = sources[kind].filter((key) => child(resource, key) !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    const message = `${kind}.${name} says nowhere where its content comes from.`;
    report.error(
      "missing-key",
      resource,
      [kind, name],
      message,
      `Add one of ${sources[kind].join(", ")}, or external: true.`,
    );
  } else if (second !== undefined) {
    const message = `${kind}.${name} has both ${first} and ${second}; only one is allowed.`;
    report.error("exclusive-keys", child(resource, second) ?? resource, [kind, name, second], message);
  }
}

/** The specification calls this an error; Compose does so for volumes only and passes over the rest, as we do, aloud. */
function warnOfIgnored(kind: string, name: string, resource: Tree, report: Report): void {
  if (resource.kind !== "map" || !isExternal(resource)) return;
  for (const [key, { key: at }] of resource.entries) {
    if (key === "external" || key === "name" || key.startsWith("x-")) continue;
    const message = `${kind}.${name} is external, so "${key}" has no effect.`;
    if (kind === "volumes") report.error("exclusive-keys", at, [kind, name, key], message, "Remove one of them.");
    else report.warn("ignored-key", at, [kind, name, key], message);
  }
}

export function isExternal(resource: Tree): boolean {
  const external = child(resource, "external");
  return external?.kind === "map" || (external?.kind === "scalar" && external.value === true);
}

function* entriesOf(section: Tree | undefined): Generator<[string, Tree]> {
  if (section?.kind !== "map") return;
  for (const [name, { value }] of section.entries) yield [name, value];
}

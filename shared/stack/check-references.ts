/** Every name a service uses must be declared. */
import type { Report } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import type { MapTree, Tree } from "./tree.ts";
import { child } from "./tree.ts";
import { usesOf } from "./used-resources.ts";

const words = { networks: "network", volumes: "volume", secrets: "secret", configs: "config", models: "model" };

/**
 * @param known every service of the files; `root.services` may hold fewer when profiles leave some out.
 */
export function checkReferences(root: MapTree, known: ReadonlySet<string>, report: Report): void {
  const services = child(root, "services");
  if (services?.kind !== "map") return;
  for (const [name, { value }] of services.entries) {
    for (const use of usesOf(name, value)) {
      const declared = child(root, use.kind);
      const names = declared?.kind === "map" ? [...declared.entries.keys()] : [];
      if (names.includes(use.name)) continue;
      const word = words[use.kind];
      const hint = didYouMean(use.name, names) ?? `Declare it under the top-level "${use.kind}:".`;
      report.error(
        `undefined-${word}`,
        use.at,
        use.path,
        `The service ${name} uses the ${word} "${use.name}", which is not declared.`,
        hint,
      );
    }
    checkDependencies(name, value, services, known, report);
  }
}

function checkDependencies(
  name: string,
  service: Tree,
  services: MapTree,
  known: ReadonlySet<string>,
  report: Report,
): void {
  const dependencies = child(service, "depends_on");
  if (dependencies?.kind !== "map") return;
  for (const [other, { key, value }] of dependencies.entries) {
    if (services.entries.has(other)) continue;
    const required = child(value, "required");
    const optional = required?.kind === "scalar" && required.value === false;
    if (known.has(other) && optional) continue;
    const path = ["services", name, "depends_on", other];
    if (known.has(other)) {
      const hint = `Enable one of its profiles, or write "required: false".`;
      report.error(
        "inactive-dependency",
        key,
        path,
        `The service ${name} depends on ${other}, which no active profile enables.`,
        hint,
      );
    } else {
      const hint = didYouMean(other, known) ?? `Services are ${[...known].slice(0, 12).join(", ")}.`;
      report.error(
        "undefined-service",
        key,
        path,
        `The service ${name} depends on "${other}", which does not exist.`,
        hint,
      );
    }
  }
}

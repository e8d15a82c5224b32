import type { Service } from "../../../shared/stack/project.ts";
import { hashOf } from "./hash.ts";

/** Keys that do not change what a replica is made of. */
const aside = new Set(["scale", "depends_on", "profiles", "pull_policy", "build"]);

/** Names of the service's keys that differ, as a person would look for them in the file; at most four, then a count. */
export function changedKeys(before: Service, after: Service): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !aside.has(key) && !key.startsWith("x-"))
    .filter((key) => hashOf(part(before, key)) !== hashOf(part(after, key)))
    .sort();
  return keys.length <= 4 ? keys : [...keys.slice(0, 3), `${keys.length - 3} more`];
}

function part(service: Service, key: string): unknown {
  if (key !== "deploy") return service[key as keyof Service];
  const { replicas: _replicas, update_config: _update, rollback_config: _back, ...rest } = service.deploy ?? {};
  return rest;
}

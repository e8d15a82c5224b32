/** Which lines an edit is about, and how many lines it may take away and write: one rule for each kind. */
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import type { LinePlaces, Path } from "./line-places.ts";
import { Rule, type Bound } from "./line-rule.ts";

export function boundOf(file: LinePlaces, edit: UserEdit): Bound {
  const rule = new Rule(file);
  if ("service" in edit) ruleOfService(rule, file, edit, ["services", edit.service]);
  else if (edit.kind === "rename-resource") renamed(rule, file, edit.name);
  else if (edit.kind === "remove-resource") rule.remove([edit.section, edit.name]);
  else if (edit.kind === "add-resource") {
    const settings = Object.keys(edit.settings ?? {}).length;
    rule.set([edit.section, edit.name], settings + 1);
  } else {
    const layout = ["x-gantry", "layout"];
    for (const [index, name] of Object.keys(edit.positions).entries()) rule.set([...layout, name], 1, index > 0);
  }
  return rule.bound;
}

function ruleOfService(rule: Rule, file: LinePlaces, edit: UserEdit & { service: string }, at: Path): void {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the kinds without a service are done above
  switch (edit.kind) {
    case "add-service":
      return rule.set([...at, "image"], edit.image !== undefined && edit.build !== undefined ? 2 : 1);
    case "remove-service":
      for (const other of file.keys(["services"])) {
        for (const key of other === edit.service ? [] : ["depends_on", "links", "volumes_from"])
          rule.remove(rule.named(["services", other, key], edit.service));
      }
      rule.remove(["x-gantry", "layout", edit.service]);
      return rule.remove(at);
    case "rename-service":
      return renamed(rule, file, edit.service);
    case "duplicate-service": {
      const own = file.place(at);
      rule.bound.added += own.lines.length + (own.tight ? 1 : 0);
      return own.tight ? rule.may(file.place(["services"]).lines, 1) : undefined;
    }
    case "set-image":
      return rule.set([...at, "image"]);
    case "set-build":
      return rule.put(
        edit.context !== null && file.size([...at, "build"]) > 0 ? [...at, "build", "context"] : [...at, "build"],
        edit.context,
      );
    case "set-command":
      return rule.put([...at, "command"], edit.command);
    case "set-entrypoint":
      return rule.put([...at, "entrypoint"], edit.entrypoint);
    case "set-restart":
      return rule.put([...at, "restart"], edit.restart);
    case "set-profiles":
      return rule.put([...at, "profiles"], edit.profiles.length === 0 ? null : edit.profiles);
    case "set-replicas":
      return twins(rule, file, at, ["scale"], ["deploy", "replicas"], edit.replicas, false);
    case "set-limits": {
      const long = ["deploy", "resources", "limits"];
      if (edit.cpus !== undefined) twins(rule, file, at, ["cpus"], [...long, "cpus"], edit.cpus, false);
      const beside = edit.cpus !== undefined && edit.cpus !== null;
      if (edit.memory !== undefined) twins(rule, file, at, ["mem_limit"], [...long, "memory"], edit.memory, beside);
      return;
    }
    case "set-autoscale":
      for (const [index, key] of (["min", "max", "cpu", "memory", "requests", "paused"] as const)
        .filter((key) => edit[key] !== undefined)
        .entries()) {
        if (edit[key] === null || index === 0) rule.put([...at, "x-gantry", "autoscale", key], edit[key]);
        else rule.set([...at, "x-gantry", "autoscale", key], 1, true);
      }
      return;
    case "set-env":
    case "set-label": {
      const path = [...at, edit.kind === "set-env" ? "environment" : "labels"];
      const place = rule.named(path, edit.name);
      if (edit.value !== null && !file.has(place) && isList(file, path)) return rule.item(path);
      return rule.put(place, edit.value);
    }
    case "set-healthcheck":
      if (edit.check === null) return rule.remove([...at, "healthcheck"]);
      for (const [index, [key, value]] of Object.entries(edit.check).entries()) {
        if (value === null || index === 0) rule.put([...at, "healthcheck", key], value);
        else rule.set([...at, "healthcheck", key], Array.isArray(value) ? value.length : 1, true);
      }
      return;
    case "add-port":
      return rule.item([...at, "ports"]);
    case "set-port":
      return rule.set([...at, "ports", edit.index]);
    case "remove-port":
      return rule.remove([...at, "ports", edit.index]);
    case "add-mount":
      rule.item([...at, "volumes"]);
      return declared(rule, file, "volumes", edit.mount.split(":")[0] ?? "");
    case "set-mount":
      rule.set([...at, "volumes", edit.index]);
      return declared(rule, file, "volumes", edit.mount.split(":")[0] ?? "");
    case "remove-mount":
      return rule.remove([...at, "volumes", edit.index]);
    case "join-network":
      if (isList(file, [...at, "networks"]) || file.size([...at, "networks"]) === 0) rule.item([...at, "networks"]);
      else rule.set([...at, "networks", edit.network]);
      return declared(rule, file, "networks", edit.network);
    case "leave-network":
      return rule.remove(rule.named([...at, "networks"], edit.network));
    case "add-link":
      return linked(rule, file, [...at, "depends_on"], edit.on, edit.condition ?? "service_started");
    case "remove-link":
      return rule.remove(rule.named([...at, "depends_on"], edit.on));
    case "use-file":
      return rule.item([...at, edit.section]);
    case "drop-file":
      return rule.remove(rule.named([...at, edit.section], edit.name));
  }
}

function isList(file: LinePlaces, path: Path): boolean {
  return file.has([...path, 0]) && file.keys(path).length === 0;
}

/** A short key and the one of `deploy` that means the same. */
function twins(rule: Rule, file: LinePlaces, at: Path, short: Path, long: Path, value: unknown, beside: boolean): void {
  const there = [short, long].filter((path) => file.has([...at, ...path]));
  // What an extended service says may have to be said here in both forms.
  const wanted = file.has([...at, "extends"]) ? [short, long] : there.length > 0 ? there : [long];
  for (const path of wanted) {
    if (value === null) rule.remove([...at, ...path]);
    else rule.set([...at, ...path], 1, beside);
  }
}

function declared(rule: Rule, file: LinePlaces, section: string, name: string): void {
  if (!/^[./~]/.test(name) && name !== "default" && !file.has([section, name])) rule.set([section, name]);
}

/** A list of names must become a map before it can say a condition: a line for each. */
function linked(rule: Rule, file: LinePlaces, path: Path, on: string, condition: string): void {
  const started = condition === "service_started";
  if (!isList(file, path) && (!started || file.size(path) > 0)) return rule.set([...path, on, "condition"]);
  if (started) return rule.item(path);
  const { lines } = file.place(path);
  rule.may(lines, lines.length);
  rule.bound.added += file.size(path) + 2;
}

/** Lines that say the name; where a name alone said more than itself, that is said on one more line. */
function renamed(rule: Rule, file: LinePlaces, name: string): void {
  const lines = file.lines.flatMap((line, index) => (line.includes(name) ? [index] : []));
  rule.may(lines, lines.length);
  rule.bound.added += lines.length * 2;
}

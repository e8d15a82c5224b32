/** Whether an edit changed more of its own service than it was asked to. */
import { isDeepStrictEqual } from "node:util";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import type { Project } from "../../shared/stack/project.ts";

type Service = Project["services"][string];

/** The keys of the service that an edit may change; undefined when it may change all. */
function touched(edit: UserEdit): string[] | undefined {
  switch (edit.kind) {
    case "set-image":
    case "set-build":
    case "set-command":
    case "set-entrypoint":
    case "set-restart":
    case "set-profiles":
    case "set-healthcheck":
      return [edit.kind.slice("set-".length)];
    case "set-replicas":
      return ["scale", "deploy"];
    case "set-autoscale":
      return ["x-gantry"];
    case "set-limits":
      return ["cpus", "mem_limit", "deploy"];
    case "set-env":
      return ["environment"];
    case "set-label":
      return ["labels"];
    case "add-port":
    case "set-port":
    case "remove-port":
      return ["ports"];
    case "add-mount":
    case "set-mount":
    case "remove-mount":
      return ["volumes"];
    case "join-network":
    case "leave-network":
      return ["networks"];
    case "add-link":
    case "remove-link":
      return ["depends_on"];
    case "use-file":
    case "drop-file":
      return [edit.section];
    case "set-layout":
      return [];
    case "add-service":
    case "remove-service":
    case "rename-service":
    case "duplicate-service":
    case "add-resource":
    case "rename-resource":
    case "remove-resource":
      return undefined;
  }
}

/** The one name that an edit changes in a map of the user's own words. */
function wordOf(edit: UserEdit): string | undefined {
  if (edit.kind === "set-env" || edit.kind === "set-label") return edit.name;
  if (edit.kind === "join-network" || edit.kind === "leave-network") return edit.network;
  return edit.kind === "add-link" || edit.kind === "remove-link" ? edit.on : undefined;
}

/** Another key of the edited service, or another name beside the edited one, that means something else now. */
export function strayed(before: Project, after: Project, edit: UserEdit): string | undefined {
  const keys = touched(edit);
  if (keys === undefined || !("service" in edit)) return undefined;
  // An anchor can stand at other keys of the same service too.
  if ("shared" in edit && edit.shared === "everywhere") return undefined;
  const [was, is] = [before.services[edit.service], after.services[edit.service]];
  if (was === undefined || is === undefined) return undefined;
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (!keys.includes(key) && differs(was, is, key)) return `changed ${key} of ${edit.service}`;
  }
  const [key = ""] = keys;
  return otherWord(was, is, key, wordOf(edit)) ?? lostItem(was, is, edit, key) ?? otherDeploy(was, is, edit);
}

function differs(was: object, is: object, key: string): boolean {
  return !isDeepStrictEqual(valueOf(was, key), valueOf(is, key));
}

function valueOf(owner: object, key: string): unknown {
  return (owner as Record<string, unknown>)[key];
}

/** Variables, networks or links beside the edited one. */
function otherWord(was: Service, is: Service, key: string, word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const [old = {}, now = {}] = [was, is].map((one) => valueOf(one, key) ?? {});
  // A service that is on no network by name is on the default one.
  const beside = new Set([...Object.keys(old), ...Object.keys(now)].filter((name) => name !== word));
  if (key === "networks") beside.delete("default");
  const wrong = [...beside].find((name) => differs(old, now, name));
  return wrong === undefined ? undefined : `changed ${wrong} of ${key}`;
}

/** A list to which something is added keeps what it has. */
function lostItem(was: Service, is: Service, edit: UserEdit, key: string): string | undefined {
  if (!/^(add-port|add-mount|use-file)$/.test(edit.kind)) return undefined;
  const [old = [], now = []] = [was, is].map((one) => (valueOf(one, key) ?? []) as unknown[]);
  const texts = new Set(now.map((item) => JSON.stringify(item)));
  return old.every((item) => texts.has(JSON.stringify(item))) ? undefined : `lost an item of ${key}`;
}

function otherDeploy(was: Service, is: Service, edit: UserEdit): string | undefined {
  if (edit.kind !== "set-replicas" && edit.kind !== "set-limits") return undefined;
  const rest = ({ deploy }: Service): unknown => {
    const copy = structuredClone(deploy ?? {});
    if (edit.kind === "set-replicas") delete copy.replicas;
    else if (copy.resources?.limits !== undefined) {
      delete copy.resources.limits.cpus;
      delete copy.resources.limits.memory;
    }
    return JSON.parse(JSON.stringify(copy, (_, value: unknown) => (isEmpty(value) ? undefined : value)) ?? "null");
  };
  // The order of keys follows the file that says the first of them, and means nothing.
  return isDeepStrictEqual(rest(was), rest(is)) ? undefined : "changed more of deploy";
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((one) => one === undefined || isEmpty(one))
  );
}

/** Edits of which each file of a stack gets a part of its own. */
import { meantAt } from "./edit-effective.ts";
import type { EditDocument } from "./edit-document.ts";
import { asSeq } from "./edit-nodes.ts";
import { homeOf, isSaid, livingAt } from "./edit-says.ts";
import { everySaying, lastSaying, type Target } from "./edit-target-places.ts";
import type { UserEdit } from "./edit-values.ts";

type Of<K extends UserEdit["kind"]> = Extract<UserEdit, { kind: K }>;

/** Positions stay in the file that has them; new ones go where others are. Only the stack's own files have a canvas. */
export function layoutTargets(own: readonly EditDocument[], positions: Of<"set-layout">["positions"]): Target[] {
  const path = ["x-gantry", "layout"];
  const home = own.find((one) => one.has(path)) ?? own[0];
  const parts = new Map<EditDocument, Of<"set-layout">["positions"]>();
  for (const [name, position] of Object.entries(positions)) {
    const document = own.findLast((one) => one.has([...path, name])) ?? home;
    if (document !== undefined) parts.set(document, { ...parts.get(document), [name]: position });
  }
  return [...parts].map(([document, part]) => [document, { kind: "set-layout", positions: part }]);
}

/** Limits and settings of a health check count one by one; a list of profiles is joined from all files. */
export function splitTargets(
  all: readonly EditDocument[],
  edit: Of<"set-limits"> | Of<"set-healthcheck"> | Of<"set-profiles">,
): Target[] {
  if (edit.kind === "set-limits") return limitTargets(all, edit);
  return edit.kind === "set-profiles" ? profileTargets(all, edit) : checkTargets(all, edit);
}

/** Settings of the autoscaler count one by one; one that is taken away goes from every file. */
export function autoscaleTargets(all: readonly EditDocument[], edit: Of<"set-autoscale">): Target[] {
  const { kind, service, shared, ...settings } = edit;
  const parts = new Map<EditDocument, Of<"set-autoscale">>();
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const path = ["x-gantry", "autoscale", key];
    for (const one of value === null ? everySaying(all, service, path) : lastSaying(all, service, path))
      parts.set(one, { kind, service, shared, ...parts.get(one), [key]: value });
  }
  return [...parts];
}

function limitTargets(all: readonly EditDocument[], edit: Of<"set-limits">): Target[] {
  const { service, cpus, memory, ...rest } = edit;
  const limits = ["deploy", "resources", "limits"];
  const parts = new Map<EditDocument, Of<"set-limits">>();
  const put = (part: Partial<Of<"set-limits">>, short: string, long: string, gone: boolean) => {
    const places = [[short], [...limits, long]].flatMap((path) => {
      const saying = livingAt(all, service, path).filter((one) => isSaid(one, service, path));
      return gone ? saying : saying.slice(-1);
    });
    const home = () => homeOf(livingAt(all, service, [...limits, long]), service, limits, ["cpus"], ["mem_limit"]);
    for (const one of places.length > 0 ? new Set(places) : home())
      parts.set(one, { ...rest, service, ...parts.get(one), ...part });
  };
  if (cpus !== undefined) put({ cpus }, "cpus", "cpus", cpus === null);
  if (memory !== undefined) put({ memory }, "mem_limit", "memory", memory === null);
  return [...parts];
}

function checkTargets(all: readonly EditDocument[], edit: Of<"set-healthcheck">): Target[] {
  const { service, check } = edit;
  if (check === null) return everySaying(all, service, ["healthcheck"]).map((one) => [one, edit]);
  const parts = new Map<EditDocument, Of<"set-healthcheck">>();
  for (const [key, value] of Object.entries(check)) {
    if (value === undefined) continue;
    const path = ["healthcheck", key];
    for (const one of value === null ? everySaying(all, service, path) : lastSaying(all, service, path))
      parts.set(one, { ...edit, check: { ...parts.get(one)?.check, [key]: value } });
  }
  return [...parts];
}

function profileTargets(all: readonly EditDocument[], edit: Of<"set-profiles">): Target[] {
  if (edit.profiles.length === 0) return everySaying(all, edit.service, ["profiles"]).map((one) => [one, edit]);
  const [first, ...more] = everySaying(all, edit.service, ["profiles"]);
  if (first === undefined) return [];
  return [[first, edit], ...more.map((one): Target => [one, { ...edit, profiles: [] }])];
}

/** Counts the items as they are written, file after file, from the one on that replaces the list whole. */
export function indexTargets(
  all: readonly EditDocument[],
  edit: Of<"set-port"> | Of<"remove-port"> | Of<"set-mount"> | Of<"remove-mount">,
): Target[] {
  const key = edit.kind.endsWith("port") ? "ports" : "volumes";
  const living = livingAt(all, edit.service, [key, ""]);
  let { index } = edit;
  for (const one of living) {
    const count = asSeq(meantAt(one, ["services", edit.service, key]))?.items.length ?? 0;
    if (index < count) return [[one, { ...edit, index }]];
    index -= count;
  }
  // Beyond the last one: the file with the list says so.
  return homeOf(living, edit.service, [key]).map((one) => [one, edit]);
}

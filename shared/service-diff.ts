import { desiredReplicas } from "./health.ts";
import type { ResolvedImage } from "./observed.ts";
import { sameData } from "./same-data.ts";
import type { Port, Service } from "./stack/project.ts";
import { formatBytes } from "./units.ts";

/** One key of a service that differs between two revisions. */
export interface KeyChange {
  key: string;
  /** Short values, for keys that never hold anything private; absent for "not set", and for all other keys. */
  before?: string;
  after?: string;
  /** Names only: of variables. */
  names?: string[];
}

/** A service as one revision ran it. */
export interface ServiceState {
  service: Service;
  image: ResolvedImage | undefined;
}

/** Keys whose values may be shown: everything else may hold a password, as commands, labels and variables do. */
const shown = new Set([
  "restart",
  "user",
  "working_dir",
  "hostname",
  "container_name",
  "platform",
  "pull_policy",
  "stop_grace_period",
  "stop_signal",
  "network_mode",
  "cpus",
  "mem_limit",
]);
/** Keys that are compared in a way of their own. */
const special = new Set(["image", "scale", "deploy", "environment", "ports"]);

/** The keys that differ, those people look for first at the front. */
export function serviceChanges(before: ServiceState, after: ServiceState): KeyChange[] {
  const [old, now] = [before.service, after.service];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !special.has(key)).sort();
  return [
    ...imageChange(before, after),
    ...valueChange("replicas", String(desiredReplicas(old)), String(desiredReplicas(now))),
    ...environmentChange(old.environment ?? {}, now.environment ?? {}),
    ...valueChange("ports", portsText(old.ports), portsText(now.ports)),
    ...deployChanges(old, now),
    ...keys.flatMap((key) => {
      const [left, right] = [old[key as keyof Service], now[key as keyof Service]];
      if (sameData(left, right)) return [];
      return shown.has(key) ? valueChange(key, textOf(left), textOf(right)) : [{ key }];
    }),
  ];
}

function imageChange(before: ServiceState, after: ServiceState): KeyChange[] {
  const names = valueChange("image", imageText(before.service.image), imageText(after.service.image));
  const [left, right] = [before.image?.id, after.image?.id];
  if (names.length > 0 || left === undefined || right === undefined || left === right) return names;
  const name = before.image?.image ?? "";
  return [{ key: "image", before: `${name} (${shortId(left)})`, after: `${name} (${shortId(right)})` }];
}

/** Twelve digits, as docker prints ids. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}

/** An image's name with a digest cut to what can be read: `app@sha256:0123456789ab`. */
export function imageText(image: string | undefined): string | undefined {
  return image?.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1");
}

function environmentChange(before: Record<string, unknown>, after: Record<string, unknown>): KeyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !(name in before) || !(name in after) || before[name] !== after[name],
  );
  return names.length === 0 ? [] : [{ key: "environment", names: names.sort() }];
}

function portsText(ports: readonly Port[] | undefined): string | undefined {
  if (ports === undefined || ports.length === 0) return undefined;
  return ports
    .map(({ host_ip: ip, published, target, protocol }) => {
      const host = published === undefined ? "" : `${ip === undefined ? "" : `${ip}:`}${published}:`;
      return `${host}${target}${protocol === undefined || protocol === "tcp" ? "" : `/${protocol}`}`;
    })
    .join(" ");
}

function deployChanges(before: Service, after: Service): KeyChange[] {
  const { replicas: _old, resources: oldResources, ...old } = before.deploy ?? {};
  const { replicas: _now, resources: nowResources, ...now } = after.deploy ?? {};
  const { cpus: oldCpus, memory: oldMemory, ...oldLimits } = oldResources?.limits ?? {};
  const { cpus: nowCpus, memory: nowMemory, ...nowLimits } = nowResources?.limits ?? {};
  const rest = (resources: typeof oldResources, limits: object) => [resources?.reservations ?? {}, limits];
  const parts = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort() as Array<keyof typeof old>;
  return [
    ...valueChange("cpus", textOf(oldCpus), textOf(nowCpus)),
    ...valueChange("memory", bytesText(oldMemory), bytesText(nowMemory)),
    ...(sameData(rest(oldResources, oldLimits), rest(nowResources, nowLimits)) ? [] : [{ key: "deploy.resources" }]),
    ...parts.flatMap((part) => (sameData(old[part], now[part]) ? [] : [{ key: `deploy.${part}` }])),
  ];
}

function bytesText(bytes: string | undefined): string | undefined {
  return bytes === undefined ? undefined : formatBytes(Number(bytes));
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 60);
}

function valueChange(key: string, before: string | undefined, after: string | undefined): KeyChange[] {
  if (before === after) return [];
  return [{ key, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

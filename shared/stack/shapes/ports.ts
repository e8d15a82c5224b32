/** `ports`. Source: Compose Specification, services, "ports". */
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import type { ListTree, ScalarTree, Tree } from "../tree.ts";
import { child, list, map, scalar, withEntry, withTag } from "../tree.ts";
import { mapWith } from "./containers.ts";
import { text, wholeNumber, scalarShape } from "./scalars.ts";

interface Range {
  from: number;
  to: number;
}

const published = scalarShape('a port or a range such as "8000-8010"', (value) => {
  if (value === null || typeof value === "boolean") return new Refusal();
  return value === "" || parseRange(String(value)) !== undefined ? String(value) : new Refusal();
});

const long = mapWith(
  {
    name: text,
    mode: text,
    host_ip: text,
    target: wholeNumber(0, 65_535),
    published,
    protocol: text,
    app_protocol: text,
  },
  { required: ["target"] },
);

const port: Shape = {
  allowed: 'a port such as "8080:80", or a map with target and published',
  ...(long.map === undefined ? {} : { map: long.map }),
  scalar: (tree) => {
    if (typeof tree.value !== "string" && typeof tree.value !== "number") return new Refusal();
    const items = shortPort(String(tree.value), tree);
    return items === undefined ? new Refusal(portHint(String(tree.value))) : list(tree, items);
  },
  normal: (tree) => {
    if (tree.kind !== "map") return tree;
    const withMode = child(tree, "mode") === undefined ? withEntry(tree, "mode", scalar(tree, "ingress")) : tree;
    return child(tree, "protocol") === undefined ? withEntry(withMode, "protocol", scalar(tree, "tcp")) : withMode;
  },
};

/** A short port is a list of its own (a range gives several), so the list is flattened afterwards. */
export const ports: Shape = {
  allowed: "a list of ports",
  list: port,
  normal: (tree) => (tree.kind === "list" ? flatten(tree) : tree),
  merge: { how: "unique", key: portKey },
};

function flatten(tree: ListTree): ListTree {
  const items = tree.items.flatMap((item) => (item.kind === "list" ? item.items : [item]));
  return withTag(list(tree, items), tree.tag);
}

export function portKey(item: Tree): string {
  const part = (name: string): string => {
    const value = child(item, name);
    return value?.kind === "scalar" ? String(value.value) : "";
  };
  return [part("host_ip"), part("published"), part("target"), part("protocol")].join("/");
}

/** `[IP:][PUBLISHED:]TARGET[/PROTOCOL]`, ranges on both sides. Undefined when it is none. */
export function shortPort(written: string, at: ScalarTree): Tree[] | undefined {
  const match =
    /^(?:(?<ip>\[[^\]]*\]|[^:[\]]*|[0-9a-fA-F:]*:[0-9a-fA-F:]*):)?(?:(?<host>[\d-]*):)?(?<target>[\d-]+)(?:\/(?<protocol>[a-zA-Z0-9]+))?$/.exec(
      written,
    );
  if (match?.groups === undefined) return undefined;
  let { ip, host } = match.groups;
  // "8080:80" reads as an address without a host port; a bare number there is the host's port.
  if (host === undefined && ip !== undefined) [ip, host] = [undefined, ip];
  if (ip !== undefined && ip !== "" && !isAddress(ip.replaceAll(/^\[|\]$/g, ""))) return undefined;
  const target = parseRange(match.groups["target"] ?? "");
  const outside = host === undefined || host === "" ? undefined : parseRange(host);
  const protocol = (match.groups["protocol"] ?? "tcp").toLowerCase();
  if (target === undefined || (host !== undefined && host !== "" && outside === undefined)) return undefined;
  if (!["tcp", "udp", "sctp"].includes(protocol)) return undefined;
  const count = target.to - target.from + 1;
  const outsideCount = outside === undefined ? count : outside.to - outside.from + 1;
  if (count !== outsideCount && count !== 1) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const fields: Array<[string, Tree]> = [["mode", scalar(at, "ingress")]];
    if (ip !== undefined && ip !== "") fields.push(["host_ip", scalar(at, ip.replaceAll(/^\[|\]$/g, ""))]);
    fields.push(["target", scalar(at, target.from + index)]);
    if (outside !== undefined) {
      const spread = count === 1 && outsideCount > 1;
      fields.push(["published", scalar(at, spread ? `${outside.from}-${outside.to}` : String(outside.from + index))]);
    }
    fields.push(["protocol", scalar(at, protocol)]);
    return map(at, fields);
  });
}

export function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to && to <= 65_535 ? { from, to } : undefined;
}

function isAddress(text: string): boolean {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4 !== null) return v4.slice(1).every((part) => Number(part) <= 255);
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(":");
}

function portHint(written: string): string {
  const numbers = [...written.matchAll(/\d+/g)].map(Number);
  if (numbers.some((number) => number > 65_535) && !written.includes(".")) return "Ports go from 0 to 65535.";
  return "Write HOST:CONTAINER, for example 8080:80, optionally with an address before and /udp after it.";
}

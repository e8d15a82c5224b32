/** Where a file refers to its services and resources by name. */
import type { Node } from "yaml";
import type { EditDocument } from "./edit-document.ts";
import type { Entries } from "./edit-nodes.ts";
import { asAlias, asMap, asScalar, asSeq, entryOf, keyText, mergesOf, startOf, textOfNode } from "./edit-nodes.ts";
import { volumeOf } from "./edit-mount.ts";
import { anchoredNode } from "./edit-anchors.ts";
import { stackFile } from "./edit-extends.ts";

export type Section = "services" | "networks" | "volumes" | "secrets" | "configs";

/** A scalar or a key that names something, and what it would say for another name. */
export interface Reference {
  /** The service it stands in; absent below `x-gantry`. */
  service?: string;
  /** The key of the service: `depends_on`. */
  key: string;
  node: Node;
  /** The text for another name, or a map to write in its place. */
  renamed: (to: string) => string | Record<string, string>;
  /** What must be said beside it, because the name alone said it so far. */
  beside?: { map: Entries; key: string; value: string };
}

/** Every reference to a name; values that services share through aliases are listed once. */
export function referencesTo(document: EditDocument, section: Section, name: string): Reference[] {
  const found = new Map<Node, Reference>();
  const services = asMap(document.node(["services"]));
  for (const entry of services?.items ?? []) {
    for (const map of mapsOf(document, entry.value)) {
      for (const reference of inService(document, map, section, name)) {
        if (!found.has(reference.node)) found.set(reference.node, { ...reference, service: keyText(entry) });
      }
    }
  }
  if (section === "services") {
    for (const reference of inExtension(document, name)) found.set(reference.node, reference);
  }
  return [...found.values()];
}

/** A service's map and those that it takes in by alias and merge keys. */
function mapsOf(document: EditDocument, node: Node | null, depth = 0): Entries[] {
  const map = asMap(resolved(document, node));
  if (map === undefined || depth > 20) return [];
  return [map, ...mergesOf(map).flatMap(({ alias }) => mapsOf(document, alias, depth + 1))];
}

function resolved(document: EditDocument, node: Node | null | undefined): Node | null | undefined {
  const alias = asAlias(node);
  return alias === undefined ? node : anchoredNode(document, alias.source, startOf(alias))?.node;
}

function inService(document: EditDocument, map: Entries, section: Section, name: string): Reference[] {
  const value = (key: string): Node | null | undefined => resolved(document, entryOf(map, key)?.value);
  switch (section) {
    case "services":
      return [
        ...named(value("depends_on"), "depends_on", name),
        ...prefixed(value("links"), "links", name),
        ...prefixed(value("volumes_from"), "volumes_from", name),
        ...["network_mode", "ipc", "pid"].flatMap((key) => exact(value(key), key, `service:${name}`, "service:")),
        ...extended(document, value("extends"), name),
        ...contexts(document, asMap(value("build")), name),
      ];
    case "networks":
      return named(value("networks"), "networks", name);
    case "volumes":
      return mounts(value("volumes"), name);
    case "secrets":
    case "configs": {
      const build =
        section === "secrets" ? resolved(document, entryOf(asMap(value("build")), "secrets")?.value) : undefined;
      const folder = section === "secrets" ? "" : "/";
      return [...files(value(section), section, name, folder), ...files(build, "build", name, folder)];
    }
  }
}

function scalars(node: Node | null | undefined): Node[] {
  return (asSeq(node)?.items ?? []).flatMap((item) => (asScalar(item) === undefined || item === null ? [] : [item]));
}

/** A list of names, or a map with names for keys. */
function named(node: Node | null | undefined, key: string, name: string): Reference[] {
  const keys = (asMap(node)?.items ?? []).flatMap((entry) => (keyText(entry) === name ? [entry.key] : []));
  return [...keys, ...scalars(node).filter((item) => textOfNode(item) === name)].map((one) => ({
    key,
    node: one,
    renamed: (to) => to,
  }));
}

/** `NAME` or `NAME:more`. */
function prefixed(node: Node | null | undefined, key: string, name: string): Reference[] {
  return scalars(node).flatMap((item) => {
    const text = textOfNode(item) ?? "";
    if (text !== name && !text.startsWith(`${name}:`)) return [];
    return [{ key, node: item, renamed: (to) => to + text.slice(name.length) }];
  });
}

function exact(node: Node | null | undefined, key: string, text: string, prefix: string): Reference[] {
  return node === null || node === undefined || textOfNode(node) !== text
    ? []
    : [{ key, node, renamed: (to) => prefix + to }];
}

function extended(document: EditDocument, node: Node | null | undefined, name: string): Reference[] {
  const map = asMap(node);
  if (map === undefined) return exact(node, "extends", name, "");
  const file = entryOf(map, "file");
  const ours =
    file === undefined || stackFile(document, textOfNode(file.value) ?? "")?.has(["services", name]) === true;
  return ours ? exact(entryOf(map, "service")?.value, "extends", name, "") : [];
}

/** `additional_contexts: {base: "service:db"}`. */
function contexts(document: EditDocument, build: Entries | undefined, name: string): Reference[] {
  const node = resolved(document, entryOf(build, "additional_contexts")?.value);
  const values = (asMap(node)?.items ?? []).flatMap((entry) =>
    exact(entry.value, "build", `service:${name}`, "service:"),
  );
  const items = scalars(node).flatMap((item): Reference[] => {
    const [left = "", right] = (textOfNode(item) ?? "").split("=");
    return right === `service:${name}` ? [{ key: "build", node: item, renamed: (to) => `${left}=service:${to}` }] : [];
  });
  return [...values, ...items];
}

function mounts(node: Node | null | undefined, name: string): Reference[] {
  const short = scalars(node).flatMap((item): Reference[] => {
    const text = textOfNode(item) ?? "";
    return volumeOf(text) === name
      ? [{ key: "volumes", node: item, renamed: (to) => to + text.slice(name.length) }]
      : [];
  });
  const long = (asSeq(node)?.items ?? []).flatMap((item) => {
    const map = asMap(item);
    const type = textOfNode(entryOf(map, "type")?.value);
    return type === "volume" ? exact(entryOf(map, "source")?.value, "volumes", name, "") : [];
  });
  return [...short, ...long];
}

/** A name alone is also where the file appears in the container; that place must not move. */
function files(node: Node | null | undefined, key: string, name: string, folder: string): Reference[] {
  const short = scalars(node).flatMap((item): Reference[] =>
    textOfNode(item) === name ? [{ key, node: item, renamed: (to) => ({ source: to, target: folder + name }) }] : [],
  );
  const long = (asSeq(node)?.items ?? []).flatMap((item): Reference[] => {
    const map = asMap(item);
    const source = entryOf(map, "source")?.value;
    if (map === undefined || source === null || source === undefined || textOfNode(source) !== name) return [];
    const unsaid = entryOf(map, "target") === undefined;
    const beside = unsaid ? { beside: { map, key: "target", value: folder + name } } : {};
    return [{ key, node: source, renamed: (to) => to, ...beside }];
  });
  return [...short, ...long];
}

function inExtension(document: EditDocument, name: string): Reference[] {
  const layout = named(document.node(["x-gantry", "layout"]), "layout", name);
  const experiments = document
    .itemsOf(["x-gantry", "experiments"])
    .flatMap((item) => exact(entryOf(asMap(item), "service")?.value, "experiments", name, ""));
  return [...layout, ...experiments];
}

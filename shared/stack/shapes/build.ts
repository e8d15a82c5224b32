/** `build`. Source: Compose Build Specification. */
import type { Shape } from "../shape.ts";
import { Refusal } from "../shape.ts";
import { list, map, scalar, textOf, withEntry, withTag } from "../tree.ts";
import { extraHosts } from "./extra-hosts.ts";
import { mapWith, orNothing, pairs, texts, uniqueTexts } from "./containers.ts";
import { fileReferences } from "./files.ts";
import { bytes, flag, text } from "./scalars.ts";
import { ulimits } from "./ulimits.ts";

/** `default`, or `id=socket or key`; canonical as the list. */
const ssh: Shape = {
  allowed: "a list of id or id=path, or a map",
  scalar: (tree) => (typeof tree.value === "string" ? list(tree, [tree]) : new Refusal()),
  list: text,
  map: { others: orNothing(text) },
  normal: (tree) => {
    if (tree.kind === "list") return tree;
    const items = [...tree.entries].map(([id, { value }]) => {
      const path = textOf(value);
      return scalar(value, path === undefined || path === "" ? id : `${id}=${path}`);
    });
    return withTag(list(tree, items), tree.tag);
  },
  merge: { how: "distinct" },
};

const long = mapWith({
  context: {
    allowed: "a path or a URL",
    scalar: (tree, context) =>
      typeof tree.value === "string" ? scalar(tree, contextPath(tree.value, context.resolve)) : new Refusal(),
  },
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: texts,
  args: pairs(null),
  ssh,
  labels: pairs(""),
  cache_from: texts,
  cache_to: texts,
  no_cache: flag,
  additional_contexts: {
    ...pairs(""),
    normal: (tree, context, path) => {
      const contexts = pairs("").normal?.(tree, context, path) ?? tree;
      if (contexts instanceof Refusal || contexts.kind !== "map") return contexts;
      let resolved = contexts;
      for (const [name, { value }] of contexts.entries) {
        const where = textOf(value);
        if (where !== undefined)
          resolved = withEntry(resolved, name, scalar(value, contextPath(where, context.resolve)));
      }
      return resolved;
    },
  },
  network: text,
  pull: flag,
  target: text,
  shm_size: bytes,
  extra_hosts: extraHosts,
  isolation: text,
  privileged: flag,
  provenance: { allowed: "text, true or false", scalar: (tree) => tree },
  sbom: { allowed: "text, true or false", scalar: (tree) => tree },
  secrets: fileReferences("/run/secrets/"),
  tags: uniqueTexts,
  ulimits,
  platforms: texts,
});

/** A context, or a map; canonical as the map. */
export const build: Shape = {
  ...long,
  allowed: "a path to the build context, or a map",
  scalar: (tree, context) => {
    if (typeof tree.value !== "string") return new Refusal();
    return withTag(map(tree, [["context", scalar(tree, contextPath(tree.value, context.resolve))]]), tree.tag);
  },
};

/** A remote context (URL, git or image reference) stays as it is; everything else is a path. */
function contextPath(written: string, resolve: (path: string) => string): string {
  const remote = /^([a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(written);
  return remote ? written : resolve(written);
}

/** Text to tree, with every way a YAML file can be broken or hostile turned into a problem. */
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Node as YamlNode, Pair, YAMLMap } from "yaml";
import type { YamlDocument } from "./parse-yaml.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Report } from "./report.ts";
import type { Source } from "./source.ts";
import { positionOf } from "./source.ts";
import type { ListTree, MapEntry, MapTree, MergeTag, Path, ScalarTree, Tree } from "./tree.ts";
import { atOf } from "./tree.ts";
import { plainScalar } from "./yaml-scalar.ts";
import { yamlWords } from "./yaml-words.ts";

/** A file above this many characters is no hand-written stack; it is refused before the parser sees it. */
export const maxFileLength = 8 * 1024 * 1024;
/** Values that aliases may add to a document: a thousand services sharing a big anchor fit, a bomb does not. */
const maxAliased = 500_000;
const maxDepth = 1500;

/** Reads every document of a file. An empty list means that the file is unusable and the report says why. */
export function readYaml(source: Source, report: Report): Tree[] {
  const whole = { source, offset: 0 };
  if (source.text.length > maxFileLength) {
    const size = (source.text.length / 1024 / 1024).toFixed(1);
    report.error("file-too-big", whole, [], `The file is ${size} MiB; a stack file may have at most 8 MiB.`);
    return [];
  }
  const nul = source.text.indexOf("\0");
  if (nul !== -1) {
    report.error("not-text", { source, offset: nul }, [], "The file holds a NUL byte, so it is no text file.");
    return [];
  }
  try {
    const found = parseYaml(source.text);
    if (found.every((document) => document.contents === null && document.errors.length === 0)) {
      report.error("empty-file", whole, [], "The file is empty.", "Start with a services: section.");
    }
    return found.flatMap((document) => readDocument(document, source, report));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report.error("too-deep", whole, [], "The file is nested too deeply to be read.");
    return [];
  }
}

function readDocument(document: YamlDocument, source: Source, report: Report): Tree[] {
  // The parser stumbles on after its first error; what it says then is about its own guess.
  const [first] = document.errors;
  if (first !== undefined && /call stack/.test(first.message)) {
    report.error("too-deep", { source, offset: first.pos[0] }, [], "The file is nested too deeply to be read.");
  } else if (first !== undefined) {
    const { says, hint } = yamlWords(first.code, first.message);
    report.error("yaml", { source, offset: first.pos[0] }, [], `Broken YAML: ${says}.`, hint);
  }
  if (document.errors.length > 0 || document.contents === null) return [];
  const reader = new TreeReader(source, report);
  const tree = reader.read(document.contents, [], 0);
  return reader.refused ? [] : [tree];
}

class TreeReader {
  refused = false;
  private readonly source: Source;
  private readonly report: Report;
  private readonly anchors = new Map<string, { tree: Tree; size: number }>();
  private readonly open = new Set<string>();
  private size = 0;
  private aliased = 0;

  constructor(source: Source, report: Report) {
    this.source = source;
    this.report = report;
  }

  read(node: YamlNode | null, path: Path, depth: number): Tree {
    const offset = node?.range?.[0] ?? 0;
    const at = { source: this.source, offset };
    if (this.refused) return { kind: "scalar", value: null, ...at };
    if (depth > maxDepth) {
      this.refuse("too-deep", offset, path, `The file is nested more than ${maxDepth} levels deep.`);
      return { kind: "scalar", value: null, ...at };
    }
    if (isAlias(node)) return this.alias(node.source, offset, path);
    const anchor = node === null ? undefined : (node as { anchor?: string }).anchor;
    const before = this.size;
    if (anchor !== undefined) this.open.add(anchor);
    const tree = this.tagged(node, this.value(node, offset, path, depth), path);
    if (anchor !== undefined) {
      this.open.delete(anchor);
      this.anchors.set(anchor, { tree, size: this.size - before });
    }
    return tree;
  }

  private value(node: YamlNode | null, offset: number, path: Path, depth: number): Tree {
    this.size++;
    const at = { source: this.source, offset };
    if (isMap(node)) return this.map(node as YAMLMap<YamlNode, YamlNode | null>, path, depth);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item as YamlNode, [...path, index], depth + 1));
      return { kind: "list", items, ...at } satisfies ListTree;
    }
    if (!isScalar<string | null>(node)) return { kind: "scalar", value: null, ...at };
    const text = node.value ?? "";
    const plain = node.type === "PLAIN" || node.type === undefined;
    const read = plain && node.tag !== "tag:yaml.org,2002:str" ? plainScalar(text) : { value: text };
    return { kind: "scalar", ...read, ...at } satisfies ScalarTree;
  }

  private map(node: YAMLMap<YamlNode, YamlNode | null>, path: Path, depth: number): MapTree {
    const entries = new Map<string, MapEntry>();
    const merges: Tree[] = [];
    for (const pair of node.items) {
      const name = this.keyOf(pair, path);
      if (name === undefined) continue;
      const key = { source: this.source, offset: pair.key.range?.[0] ?? 0 };
      const value = this.read(pair.value, [...path, name], depth + 1);
      // An empty value has no place of its own worth showing: its key is where the reader must look.
      const placed = pair.value === null || isEmpty(pair.value) ? { ...value, offset: key.offset } : value;
      if (name === "<<" && isPlain(pair.key)) merges.push(placed);
      else if (entries.has(name)) this.duplicate(name, key.offset, entries.get(name), path);
      else entries.set(name, { key, value: placed });
    }
    for (const merge of merges) this.mergeInto(entries, merge, path);
    return { kind: "map", entries, source: this.source, offset: node.range?.[0] ?? 0 };
  }

  private keyOf(pair: Pair<YamlNode, YamlNode | null>, path: Path): string | undefined {
    const { key } = pair;
    const offset = key?.range?.[0] ?? 0;
    const target = isAlias(key) ? this.anchors.get(key.source)?.tree : undefined;
    if (target?.kind === "scalar") return String(target.value);
    if (!isScalar<string | null>(key)) {
      this.problem("key-not-text", offset, path, "A key must be text, found a list or a map.");
      return undefined;
    }
    const text = key.value ?? "";
    const { value } = isPlain(key) ? plainScalar(text) : { value: text };
    if (typeof value !== "string") {
      this.problem(
        "key-not-text",
        offset,
        path,
        `A key must be text, found ${value ?? "nothing"}.`,
        `Quote it: "${text}".`,
      );
      return undefined;
    }
    return text;
  }

  private mergeInto(entries: Map<string, MapEntry>, merge: Tree, path: Path): void {
    const sources = merge.kind === "list" ? merge.items : [merge];
    for (const tree of sources) {
      if (tree.kind !== "map") {
        this.problem("merge-key", tree.offset, [...path, "<<"], "A merge key (<<) takes a map or a list of maps.");
        continue;
      }
      for (const [name, entry] of tree.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  private alias(name: string, offset: number, path: Path): Tree {
    const known = this.anchors.get(name);
    const nothing: Tree = { kind: "scalar", value: null, source: this.source, offset };
    if (this.open.has(name)) {
      this.refuse("alias-cycle", offset, path, `The alias *${name} stands inside the value it names.`);
      return nothing;
    }
    if (known === undefined) {
      this.refuse("alias-unknown", offset, path, `No anchor &${name} stands before this alias.`);
      return nothing;
    }
    this.size += known.size;
    this.aliased += known.size;
    if (this.aliased <= maxAliased) return known.tree;
    this.refuse("alias-bomb", offset, path, `Aliases unfold to more than ${maxAliased} values; the file is refused.`);
    return nothing;
  }

  private tagged(node: YamlNode | null, tree: Tree, path: Path): Tree {
    const tag = node?.tag;
    if (tag === undefined || tag.startsWith("tag:yaml.org,2002:")) return tree;
    const known: Record<string, MergeTag> = { "!reset": "reset", "!override": "override" };
    const meaning = Object.hasOwn(known, tag) ? known[tag] : undefined;
    if (meaning !== undefined) return { ...tree, tag: meaning };
    this.problem("unknown-tag", tree.offset, path, `The tag ${tag} is unknown.`, "Known are !reset and !override.");
    return tree;
  }

  private duplicate(name: string, offset: number, first: MapEntry | undefined, path: Path): void {
    const line = first === undefined ? 0 : positionOf(this.source, first.key.offset).line;
    this.problem(
      "duplicate-key",
      offset,
      [...path, name],
      `The key "${name}" stands twice in one map; first on line ${line}.`,
    );
  }

  private problem(code: string, offset: number, path: Path, message: string, hint?: string): void {
    this.report.error(code, atOf({ source: this.source, offset }), path, message, hint);
  }

  private refuse(code: string, offset: number, path: Path, message: string): void {
    this.refused = true;
    this.problem(code, offset, path, message);
  }
}

function isPlain(node: YamlNode | null): boolean {
  return isScalar(node) && (node.type === "PLAIN" || node.type === undefined);
}

function isEmpty(node: YamlNode): boolean {
  return isScalar(node) && node.range !== undefined && node.range !== null && node.range[0] === node.range[1];
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import type { Node } from "yaml";
import { describe, expect, it } from "vitest";
import { anchorOf, asAlias, asMap, asScalar, asSeq, rangeOf } from "../../shared/stack/edit-nodes.ts";
import { parseWhole } from "../../shared/stack/parse-yaml.ts";
import { asYamlNode } from "../../shared/stack/quick-nodes.ts";
import { quickYaml } from "../../shared/stack/quick-yaml.ts";

/** Everything the readers ask of a node. */
function facts(node: Node | null): unknown {
  if (node === null) return null;
  const [start, end] = rangeOf(node);
  const tag = node.tag ?? undefined;
  const at = { start, end, tag, anchor: anchorOf(node) };
  const alias = asAlias(node);
  if (alias !== undefined) return { ...at, alias: alias.source };
  const scalar = asScalar(node);
  if (scalar !== undefined) return { ...at, value: scalar.value, type: scalar.type };
  const map = asMap(node);
  const items = map?.items.map(({ key, value }) => [facts(key), facts(value)]) ?? asSeq(node)?.items.map(facts);
  const flow = (map ?? asSeq(node))?.flow;
  // The end of a block collection is the one difference.
  return { ...at, end: flow === true ? end : undefined, flow: flow === true, map: map !== undefined, items };
}

/** What both readers found in a text that the quick one takes. */
function readings(text: string): { quick: unknown; whole: unknown } | undefined {
  const root = quickYaml(text);
  if (root === undefined) return undefined;
  const found = parseWhole(text);
  const errors = found.flatMap((one) => one.errors.map((error) => error.message));
  return {
    quick: { errors: [], documents: [facts(asYamlNode(root))] },
    whole: { errors, documents: found.map((one) => facts(one.contents)) },
  };
}

function agree(text: string): boolean {
  const found = readings(text);
  return found === undefined || isDeepStrictEqual(found.quick, found.whole);
}

const runs = { numRuns: 2000 };
const corpus = join(import.meta.dirname, "../../shared/stack/corpus");
const texts = readdirSync(corpus, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.ya?ml$/.test(file))
  .map((file) => readFileSync(join(corpus, file), "utf8"));
const withReturns = texts.map((text) => text.replaceAll("\n", "\r\n"));

// Pieces that are near each other in meaning: what one of them turns into beside another is where readers differ.
const pieces = [
  ...Array.from("abk-:?,#&*!|>%@`'\"[]{}<=~$.\\ \n01é\t\r\0\u0085\uFEFF"),
  ..."  ·\n  ·\n    ·\n- ·\n  - ·: ·a: ·\nb: ·\r\n·\r\n  c: ·\n  c: · #x·# y\n·- k: v·--- ·...".split("·"),
  ...`&a ·*a·<<: *a·"q"·'s'·"\\n"·''·[a, b]·{a: b}·{}·[]·, ·! ·!!str ·|\n  x·? `.split("·"),
];
const thrown = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
const damage = fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom("", ...pieces)), { minLength: 1, maxLength: 4 });

function damaged(text: string, cuts: ReadonlyArray<readonly [number, number, string]>): string {
  return cuts.reduce((whole, [where, length, put]) => {
    const at = where % (whole.length + 1);
    return whole.slice(0, at) + put + whole.slice(at + length);
  }, text);
}

describe("the quick reader", () => {
  it("reads what the package reads", () => {
    const found = [...texts, ...withReturns].flatMap((text) => readings(text) ?? []);
    expect(found.map(({ quick }) => quick)).toEqual(found.map(({ whole }) => whole));
  });

  it("takes most stack files", () => {
    expect(texts.filter((text) => quickYaml(text) !== undefined).length / texts.length).toBeGreaterThan(0.8);
  });

  it("reads the same from pieces thrown together", () => {
    const either = fc.tuple(thrown, fc.boolean()).map(([part, alone]) => (alone ? part : `a: 1\nb: ${part}\nz: 2\n`));
    expect(() => fc.assert(fc.property(either, agree), runs)).not.toThrow();
  });

  it("reads the same from files that were damaged", () => {
    const broken = fc
      .tuple(fc.constantFrom(...texts, ...withReturns), damage)
      .map(([text, cuts]) => damaged(text, cuts));
    expect(() => fc.assert(fc.property(broken, agree), runs)).not.toThrow();
  });
});

/** The YAML parser as both readers use it: the loader, and the edits of a text that was just loaded. */
import { parseAllDocuments } from "yaml";
import type { Document, ParsedNode } from "yaml";
import { asYamlNode } from "./quick-nodes.ts";
import { quickYaml } from "./quick-yaml.ts";

/** What both readers need of a document. */
export type YamlDocument = Pick<Document.Parsed, "contents" | "errors">;

const kept: Array<{ text: string; documents: YamlDocument[] }> = [];
const KEPT = 2;

/**
 * Parses a file's text. The newest results are kept, so that an edit of a text that was loaded need not parse it again;
 * nobody may change them.
 *
 * @throws RangeError when the text is nested too deeply
 */
export function parseYaml(text: string): readonly YamlDocument[] {
  const known = kept.find((one) => one.text === text);
  if (known !== undefined) return known.documents;
  const documents = quickly(text) ?? parseWhole(text);
  kept.unshift({ text, documents });
  kept.length = Math.min(kept.length, KEPT);
  return documents;
}

function quickly(text: string): YamlDocument[] | undefined {
  const root = quickYaml(text);
  return root === undefined ? undefined : [{ contents: asYamlNode(root) as ParsedNode, errors: [] }];
}

/** By the `yaml` package alone. */
export function parseWhole(text: string): YamlDocument[] {
  const parsed = parseAllDocuments(text, {
    schema: "failsafe",
    keepSourceTokens: false,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    logLevel: "silent",
  });
  return Array.isArray(parsed) ? parsed : [];
}

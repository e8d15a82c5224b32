/** The YAML parser as both readers use it: the loader, and the edits of a text that was just loaded. */
import { parseAllDocuments } from "yaml";
import type { Document } from "yaml";

const kept: Array<{ text: string; documents: Document.Parsed[] }> = [];
const KEPT = 2;

/**
 * Parses a file's text. The newest results are kept, so that an edit of a text that was loaded need not parse it again;
 * nobody may change them.
 *
 * @throws RangeError when the text is nested too deeply
 */
export function parseYaml(text: string): readonly Document.Parsed[] {
  const known = kept.find((one) => one.text === text);
  if (known !== undefined) return known.documents;
  const parsed = parseAllDocuments(text, {
    schema: "failsafe",
    keepSourceTokens: false,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    logLevel: "silent",
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  kept.unshift({ text, documents });
  kept.length = Math.min(kept.length, KEPT);
  return documents;
}

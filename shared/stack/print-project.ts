/** The loaded model as text that Gantry and Compose read again and mean the same by. */
import { Document, visit } from "yaml";
import type { Project } from "./project.ts";
import { plainScalar } from "./yaml-scalar.ts";

/** The model with every `$` doubled, so that no reader takes it for a variable. */
export function printableProject(project: Project): unknown {
  return doubled(project);
}

/** The model as a Compose file. */
export function projectYaml(project: Project): string {
  // Plain texts such as `no`, `1:20`, `0o17` or a date are no texts to one reader or another: they are quoted.
  const document = new Document(printableProject(project), {
    version: "1.1",
    merge: false,
    // The tag of merge keys writes every "<<" without quotes.
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge"),
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "string") return;
      // Without quotes it is a merge key.
      if (node.value === "<<" || typeof plainScalar(node.value).value !== "string") node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 }).replace(/^%YAML 1\.1\n---\n/, "");
}

function doubled(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(doubled);
  if (typeof value !== "object" || value === null) return value;
  // fromEntries defines own keys, `__proto__` too.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, doubled(inner)]));
}

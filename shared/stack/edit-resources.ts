/** Edits of networks, volumes, secrets and configs. */
import type { EditDocument } from "./edit-document.ts";
import { EditError } from "./edit-error.ts";
import { referencesTo } from "./edit-references.ts";
import { checkName } from "./edit-rename.ts";
import { anywhere, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";

export function resourceSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (edit.kind === "add-resource") {
    const { section, name, settings = {} } = edit;
    checkName(document, section, name);
    const needs = {
      networks: [],
      volumes: [],
      secrets: ["file", "environment", "external"],
      configs: ["file", "environment", "content", "external"],
    };
    const sources: readonly string[] = needs[section];
    if (sources.length > 0 && !sources.some((key) => key in settings))
      throw new EditError(
        "bad-value",
        `${name} needs one of ${sources.join(", ")}.`,
        "Say where its content comes from.",
      );
    return [anywhere((now) => now.set([section, name], settings))];
  }
  if (edit.kind !== "remove-resource") return undefined;
  const { section, name } = edit;
  const users = [...new Set(referencesTo(document, section, name).map((one) => one.service ?? one.key))];
  if (users.length > 0) {
    throw new EditError("in-use", `${name} is still used by ${users.join(", ")}.`, "Take it away from there first.");
  }
  return [anywhere((now) => (now.has([section, name]) ? now.remove([section, name]) : []))];
}

import type { RevisionView } from "../../shared/contract.ts";
import { diffLines, revisionDiff, stateOf, type RevisionDiff } from "../../shared/revision-diff.ts";
import type { Project } from "../../shared/stack/project.ts";
import type { Revision } from "../engines/engine.ts";

/** Revisions as they are shown, each with what it changed against the one before it. Newest first, as they come. */
export function revisionViews(revisions: readonly Revision[]): RevisionView[] {
  return revisions.map((one, index) => {
    const before = revisions[index + 1];
    return {
      revision: one.revision,
      at: one.at,
      cause: one.cause,
      wanted: one.desired.want,
      changes: changesOf(before, one),
      images: Object.entries(one.images ?? {}).map(([service, { image, id }]) => ({ service, image, id })),
    };
  });
}

function changesOf(before: Revision | undefined, after: Revision): string[] {
  if (before === undefined) return [`with ${Object.keys(after.desired.project.services).join(", ")}`];
  return diffLines(revisionDiff(stateOf(before), stateOf(after)));
}

/** What the file says otherwise of these services than what was rolled back to: what the next apply would change. */
export function fileSays(applied: Project, file: Project, services: readonly string[]): string[] {
  const only = (project: Project): Project => ({
    ...file,
    services: Object.fromEntries(Object.entries(project.services).filter(([name]) => services.includes(name))),
  });
  const diff: RevisionDiff = revisionDiff(
    { project: only(applied), want: "running", images: {} },
    { project: only(file), want: "running", images: {} },
  );
  return diffLines(diff);
}
